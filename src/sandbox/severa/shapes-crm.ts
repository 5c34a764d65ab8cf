// Shapes of the customer side: who they are, how they are reached, what is noted about them.
// Field by field as the vendor's contract has them; the notation is that of shape.ts.

export const crmShapes = `
customers audit=full
  name! text min=1
  number integer?
  isActive flag default=true
  isInternal~ flag
  notes text?
  email text?
  website text?
  vatNumber text?
  kvkNumber text? max=25
  numberOfEmployees integer?
  annualRevenue integer?
  language ref? localization/languages name englishName code
  currency ref? currencies name symbol code
  owner ref? users code name firstName lastName
  industry ref? industries name
  headquarterAddress ref? addresses addressline postalCode city country:country.name
  timezone ref? localization/timezones name
  pricelist ref? pricelists name
  paymentTerm integer?
  overdueInterest number?
  invoicingVat ref? vatrates percentage code
  eInvoiceAddress text?
  eInvoiceOperator text?
  organizationUnitNumber text?
  invoiceTemplate ref? invoicetemplates name

addresses audit=full
  addressline text?
  postalCode text?
  city text?
  isBillingAddress flag
  isPostalAddress flag
  isVisitAddress flag
  phone text?
  fax text?
  country ref? localization/countries name englishName hasRegions
  countryRegion ref? countryregions name
  customer ref? customers name number
  contacts~ refs? contactpersons name

contactpersons audit=full
  firstName! text min=1
  lastName! text min=1
  salutation one? Mr.|Mrs.|Ms.
  name~ text?
  description text?
  jobTitle text?
  isActive flag default=true
  isDeleted~ flag
  customer! ref customers name number
  addressGuid text?
  phoneNumbers~ list?
  emails~ list?
  satisfactionLevel one? Unsatisfied|Neutral|Satisfied|Unknown
  timeZone ref? localization/timezones name
  dateOfBirth date?
  role ref? contactroles name
  language ref? localization/languages name
  isEmailAllowed flag

contactcommunications audit=full
  value! text min=1
  isForbiddenToUse flag default=true
  contact! ref contactpersons name
  communicationType! ref communicationtypes name isActive type

customermarketsegments audit=full
  customer ref? customers name
  marketSegment ref? marketsegments name isActive
  parentMarketSegment~ ref? marketsegments name isActive

customercountrysettings
  customer! ref? customers
  country! ref? localization/countries name englishName
  valueAddedTax ref? vatrates percentage
  isTaxFree flag
  taxFreeDescription text?
  zeroVatCategoryCodeEn16931 text?

customersalesnotes audit=guid
  note text?
  isDeleted~ flag
  user! ref? users
  customer! ref? customers

salesnotes audit=guid
  note text?
  isDeleted flag
  user ref? users
  project ref? projects
  customer ref? customers

customers/customproperties audit=full
  name! text min=1
  type! one Numeric|Money|String|Date|Selection
  parameters text?
  isActive flag default=true
  usageCount~ integer

customercustompropertyselectionitems audit=full
  name text
  customerCustomProperty! ref? customers/customproperties name type parameters
  isActive flag default=true
  sortOrder integer?

customers/customvalues audit=full
  customProperty! ref customers/customproperties name type parameters
  value text?
  customerGuid text?

activities audit=full
  startDateTime! instant
  endDateTime instant?
  isClosed flag
  isAllDay flag
  hasDuration flag
  isUnassigned flag
  hasHours~ flag
  notes text?
  location text? max=1000
  activityType! ref activitytypes name category
  ownerUser! ref users code name keywords:ownerKeywords
  customer ref? customers name number
  phase ref? phases name isLocked projectGuid:project.guid projectName:project.name projectNumber:project.number projectOwnerGuid:project.projectOwner.guid
  recurrenceParentActivityGuid text?
  projectTaskStatus ref? phasestatustypes name
  recurrence object? {frequency pattern range exceptions lastOccurrenceDateTime}
  recurrenceRule~ text?
  recurrenceType~ one None|Occurrence|Exception|Series
  name! text min=1

activityparticipants
  name~ text?
  type one User|Contact|Resource|Other
  participantGuid! text min=1
  activityGuid! text min=1
  email~ text?
  phone text?
  mobilePhone text?
  status one Unknown|Invited|Accepted|Tentative|Declined
  isActive~ flag
`;
