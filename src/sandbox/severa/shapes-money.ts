// Shapes of what is done, billed and credited.
// Field by field as the vendor's contract has them; the notation is that of shape.ts.

export const moneyShapes = `
workhours audit=full
  phase! ref? phases name isCompleted isLocked
  customer~ ref? customers name number
  workType! ref? worktypes name code
  invoice ref? invoices date number
  description text?
  unitPrice money?
  unitCost~ money?
  invoiceRowDescription text?
  invoiceQuantity number?
  plannedInvoiceQuantity number?
  isBillable flag?
  billableStatus~ one Billable|NotBillable|RemovedFromInvoice
  isProductive~ flag?
  isApproved flag?
  isModifiable~ flag
  invoiceRowGuid~ text?
  invoiceRowComment text?
  user! ref? users code name firstName lastName
  overtime ref? overtimes name
  eventDate! date
  quantity number?
  startTime instant?
  endTime instant?
  project~ ref? projects name number companyGuid isClosed

projectfees audit=full
  name text?
  project! ref? projects name companyGuid
  phase ref? phases name
  customer~ ref? customers name number
  product ref? products name code
  description text?
  unitPrice money?
  unitCost money?
  quantity number
  measurementUnit text?
  hasVolumePricing flag
  productType one? FixedFees|Materials|Subcontracting
  vatRate number?
  displayPeriodStartDate date?
  user ref? users code name companyGuid
  costCenter ref? costcenters name identifier
  salesAccount ref? accounts name number
  eventDate date?
  billingSchedule one? Immediately|OnDate|WhenPhaseCompleted|Recurring
  plannedBillingDate date?
  billingDependencyPhase ref? phases name isCompleted
  isBillable flag?
  invoice ref? invoices date number
  invoiceRowGuid~ text?
  invoiceRowDescription text?
  invoiceQuantity number?
  invoiceRowComment text?
  isRecurrenceRule~ flag
  recurrenceRuleGuid~ text?

projecttravelexpenses audit=full
  project! ref? projects name companyGuid isInternal number
  phase! ref? phases name
  customer~ ref? customers name
  user! ref? users code name companyGuid
  travelExpense! ref? travelexpensetypes name expenseClass includeTime code
  description text?
  unitPrice money?
  unitCost money?
  unitCostExcludingPurchaseVat~ money?
  quantity! number?
  measurementUnit text?
  vatRate number?
  purchaseVatRate number?
  eventDate date?
  travelStartTime instant?
  travelEndTime instant?
  travelReimbursementRequired flag default=true
  travelReimbursement ref? travelreimbursements isApproved isLocked status
  isBillable flag?
  billingSchedule one? Immediately|WhenPhaseCompleted|OnDate
  plannedBillingDate date?
  billingDependencyPhase ref? phases name
  invoice ref? invoices date number
  invoiceQuantity number?
  invoiceRowGuid~ text?
  invoiceRowDescription text?
  invoiceRowComment text?
  costAccount ref? accounts name
  costCenter ref? costcenters name
  salesAccount ref? accounts name
  attachmentCount~ integer

flatrates
  project~ ref? projects name number
  phase! ref? phases name
  billingSchedule! one? Immediately|WhenPhaseCompleted|OnDate
  plannedBillingDate date?
  price money?
  includesHours number? default=0
  billAdditionalHours flag? default=true
  pricePerAdditionalHour money?
  invoiceGuid~ text?

deletedworkhours audit=guid
  deletedDateTime instant
  phase ref? phases
  project ref? projects
  customer ref? customers
  user ref? users
  workType ref? worktypes
  eventDate date?
  quantity number?
  plannedInvoiceQuantity number?
  startTime instant?
  endTime instant?

deletedprojectfees audit=guid
  deletedDateTime instant
  phase ref? phases
  project ref? projects
  customer ref? customers
  user ref? users
  product ref? products
  name text?
  eventDate date?
  quantity number?
  measurementUnit text?

deletedprojecttravelexpenses audit=guid
  deletedDateTime instant
  phase ref? phases
  project ref? projects
  customer ref? customers
  user ref? users
  travelExpense ref? travelexpensetypes
  description text?
  eventDate date?
  quantity number?
  measurementUnit text?
  travelStartTime instant?
  travelEndTime instant?

deletedphasemembers audit=full
  deletedDateTime instant
  user ref? users code name firstName lastName
  isActive flag default=true
  currentWorkContractTitle text?
  phase ref? phases

invoices audit=full
  number~ integer?
  referenceNumber~ text?
  status ref? invoicestatuses name isSent isWaitingPayment isPaid
  customer~ ref? customers name number
  projects~ refs? projects name number
  date date
  dueDate date
  paymentDate date?
  entryDate date?
  paymentTerm integer
  overdueInterest number
  ourReference text?
  yourReference text?
  currency~ ref? currencies name code symbol
  currencyRate~ number
  totalIncludingTax~ money?
  totalExcludingTax~ money?
  totalTax~ money?
  workHoursTotalExcludingTax~ money?
  projectFeesTotalExcludingTax~ money?
  projectTravelExpensesTotalExcludingTax~ money?
  flatRatesTotalExcludingTax~ money?
  workHoursQuantity~ number
  receiverCustomerName text?
  receiverContactGuid text?
  receiverContactName text?
  receiverContactEmail text?
  receiverAddress object? {addressline postalCode city state country}
  receiverVatNumber text?
  receiverKvkNumber text?
  senderName~ text?
  senderContactName text?
  senderContactGuid text?
  senderAddress object? {addressline postalCode city state country}
  senderVatNumber~ text?
  senderKvkNumber~ text?
  isCreditNote~ flag
  reimburseInvoice~ ref? invoices number
  creditNoteInvoice~ ref? invoices number
  invoiceNumberBusinessUnitGuid~ text?
  orderNumber text?
  invoiceTemplate ref? invoicetemplates name
  culture object? {name englishName code}
  billingCustomer ref? customers name number
  notes text?
  freeText1 object? {value text plainText allowTags tagContext}
  freeText2 object? {value text plainText allowTags tagContext}
  language ref? localization/languages name englishName code
  canBeDeleted~ flag
  workHourValueAddedTax number?

invoicerows audit=full
  invoiceGuid~ text?
  rowType~ one FlatRate|Hours|ProjectFees|TravelExpenses
  description text?
  quantity number
  unitPrice money?
  measurementUnit text?
  vatRate number?
  sortOrder integer
  salesAccount object? {number name}
  recurringSalesAccount object? {number name}
  costCenter object? {number name}
  vatAccount object? {number name}
  salesReceivableAccount object? {number name}
  category~ one Hours|ProjectFees|Travels
  flatRateGuid~ text?
  hasInvoiceComment~ flag
  code~ list?

reimbursedworkhours audit=full
  user ref? users name
  overtime ref? overtimes name
  eventDate date
  quantity number?
  startTime instant?
  endTime instant?
  phase ref? phases name
  project ref? projects name number
  customer ref? customers name
  workType ref? worktypes name
  invoiceGuid text?
  invoiceRowGuid text?
  description text?
  unitPrice money?
  unitCost money?
  invoiceRowDescription text?
  invoiceQuantity number?
  invoiceRowComment text?
  plannedInvoiceQuantity number?

reimbursedprojectfees audit=full
  name text?
  eventDate date?
  phase ref? phases name
  project ref? projects name number:numberText
  product ref? products name
  description text?
  unitPrice money?
  unitCost money?
  quantity number
  measurementUnit text?
  vatRate number?
  user ref? users name
  invoiceGuid text?
  invoiceQuantity number?
  invoiceRowGuid text?
  invoiceRowDescription text?
  productType one? FixedFees|Materials|Subcontracting

reimbursedprojecttravelexpenses audit=full
  name text?
  eventDate date?
  phase ref? phases name
  project ref? projects name number:numberText
  product ref? products name
  description text?
  unitPrice money?
  unitCost money?
  quantity number
  measurementUnit text?
  vatRate number?
  user ref? users name
  invoiceGuid text?
  invoiceQuantity number?
  invoiceRowGuid text?
  invoiceRowDescription text?
  travelStartTime instant?
  travelEndTime instant?
`;
