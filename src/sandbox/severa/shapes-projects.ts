// Shapes of sales cases and projects, which are one entity with one guid for life, and of what hangs on them.
// Field by field as the vendor's contract has them; the notation is that of shape.ts.

export const projectsShapes = `
projects audit=full
  projectStatus object? {name~ description projectStatusTypeGuid guid~}
  isInternal flag
  internalName text?
  number integer?
  description text?
  isClosed flag
  closedDate~ date?
  isJoiningAllowed flag default=true
  customer! ref? customers name number
  projectOwner! ref? users code name firstName lastName
  businessUnit ref? businessunits name companyGuid companyName companyBusinessUnitGuid companyCountryGuid companyCurrencyGuid code
  currency ref? currencies name code symbol
  customerContact ref? contactpersons name firstName lastName isDeleted
  salesStatus object? {guid~ name~ salesStatusTypeGuid}
  salesPerson ref? users code name firstName lastName
  probability integer?
  expectedOrderDate date?
  expectedValue money?
  startDate date?
  deadline date?
  leadSource ref? leadsources name
  rootPhase~ ref? phases name
  pricelist~ ref? pricelists name isCustom isVolumePricing
  costCenter ref? costcenters name identifier
  paymentTerm integer?
  ourReference text?
  yourReference text?
  orderNumber text?
  invoiceNotes text?
  billingContact ref? users code name firstName lastName
  invoiceTemplate ref? invoicetemplates name templateInvoiceGuid
  useWorkTypesFromSetting~ flag default=true
  defaultWorkType~ ref? worktypes name
  useProductsFromSetting flag default=true
  isMileageBillable~ flag
  isDailyAllowanceBillable~ flag
  isOtherTravelExpensesBillable~ flag
  useOvertimeMultipliers flag default=true
  keywords~ refs? keywords name:keyword
  completionEstimatePercentage integer?
  calculatedCompletionPercentage~ integer?
  name! text min=1
  useWorktypesFromSetting^ flag default=true

salesstatushistory audit=full
  salesStatusType ref? salesstatustypes name
  project ref? projects name
  timeStamp instant

projectsalesnotes audit=guid
  note text?
  isDeleted~ flag
  user! ref? users
  project! ref? projects

projects/customproperties audit=full
  name! text min=1
  type! one Numeric|Money|String|Date|Selection
  parameters text?
  isActive flag default=true
  usageCount~ integer

projectcustompropertyselectionitems audit=full
  name text
  projectCustomProperty! ref? projects/customproperties name type parameters
  isActive flag default=true
  sortOrder integer?

projects/customvalues audit=full
  customProperty! ref projects/customproperties name type parameters
  value text?
  projectGuid text?

phases audit=full
  name! text min=1
  project ref? projects name number isInternal isClosed
  parentPhase! ref? phases name
  isCompleted flag
  isLocked flag
  startDate date?
  deadline date?
  workHoursEstimate number?
  originalWorkHoursEstimate number?
  originalStartDate date?
  originalDeadline date?
  sortOrder integer?
  defaultWorkType ref? worktypes name
  code text?
  currencyCode~ ref? currencies name code symbol
  phaseStatus object? {description phaseStatusTypeGuid name~}
  isClosed^ flag

phases+hierarchy audit=full
  project ref? projects name number isInternal isClosed
  parentPhase ref? phases name
  isCompleted flag
  isLocked flag
  startDate date?
  deadline date?
  workHoursEstimate number?
  originalWorkHoursEstimate number?
  originalStartDate date?
  originalDeadline date?
  sortOrder integer?
  defaultWorkType ref? worktypes name
  code text?
  currencyCode ref? currencies name code symbol
  phaseStatus object? {description phaseStatusTypeGuid name~}
  name text min=1
  customer ref? customers name number isInternal
  hasChildren flag
  level integer

phasemembers audit=full
  user ref? users code name firstName lastName
  isActive~ flag default=true
  currentWorkContractTitle~ text?
  phase~ ref? phases name
  phaseGuid^! text min=1
  workHoursIncludingChildPhases^ number
  workHours^ number
  currentWorkcontractTitle^ text?

phasemembers+created audit=full
  phaseGuid! text min=1
  user ref? users code name firstName lastName
  isActive~ flag default=true
  workHoursIncludingChildPhases~ number
  workHours~ number
  currentWorkcontractTitle~ text?

proposals audit=full
  name! text? max=50
  proposalDate date?
  number~ text?
  language ref? localization/languages name englishName code
  culture ref? cultures name englishName code
  customer~ ref? customers name number
  customerContactPerson ref? contactpersons name
  project! ref? projects name number
  proposalStatus ref? proposalstatuses name
  billingAddress ref? addresses addressline postalCode city country:country.name
  totalIncludingVat~ money?
  totalExcludingVat~ money?
  freeText1 object? {value text plainText allowTags tagContext}
  freeText2 object? {value text plainText allowTags tagContext}
  pricelist~ ref? pricelists name

proposalfeerows
  name! text? max=200
  product ref? products
  projectFee~ ref? projectfees
  proposal! ref? proposals
  subtotal ref? proposalsubtotals
  description text?
  quantity! number?
  measurementUnit text?
  unitPrice money?
  unitCost money?
  sortOrder integer?
  isShownOnProposal flag default=true
  vatRate number?

proposalworkrows
  name! text? max=200
  workType! ref? worktypes
  phase ref? phases
  proposal! ref? proposals
  subtotal ref? proposalsubtotals
  projectFee~ ref? projectfees
  description text?
  quantity! number?
  unitPrice~ money?
  unitCost~ money?
  sortOrder integer?
  isShownOnProposal flag default=true

proposalsubtotals
  name! text? max=200
  proposal! ref? proposals
  phase~ ref? phases
  projectFee~ ref? projectfees
  description text?
  sortOrder integer?
  isShownOnProposal flag default=true
`;
