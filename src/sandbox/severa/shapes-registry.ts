// Shapes of people and registries: what others refer to by guid.
// Field by field as the vendor's contract has them; the notation is that of shape.ts.

export const registryShapes = `
users audit=full
  firstName text min=1
  lastName text min=1
  salutation one? Mr.|Mrs.|Ms.
  isActive flag default=true
  email text?
  phone text?
  socialSecurityNumber text?
  businessUnit ref? businessunits name companyGuid companyName companyBusinessUnitGuid companyCountryGuid companyCurrencyGuid code
  workType ref? worktypes name
  permissionProfile ref? permissionprofiles name
  superiorUser ref? users name
  workContract object? {title startDate endDate dailyHours isOvertimeAllowed isFlextimeActive flextimeLimitPerDay workWeek guid hourCost}
  lastLogin instant?
  title text?
  satisfaction one? Unsatisfied|Neutral|Satisfied|Unknown
  code text?
  address text?
  postalCode text?
  city text?
  country ref? localization/countries name code3 englishName hasRegions
  countryRegion ref? countryregions name
  culture ref? cultures code name englishName
  language ref? localization/languages code name englishName
  timezone ref? localization/timezones name systemName ianaName
  birthDate instant?
  bankAccountNumber text?
  notes text?
  keywords~ list?
  defaultActivityType ref? activitytypes name
  userType one? FullUser|Employee|RestrictedEmployee|Subcontractor
  notificationSettings object? {sendNewActivityEmail sendTodaysAgendaEmail sendWeeklySummaryEmail}

products audit=full
  code text?
  unitPrice money?
  unitCost money?
  vatRate number?
  measurementUnit text?
  isActive flag? default=true
  productCategory ref? productcategories name
  salesAccount ref? accounts name number
  name! text min=1
  type one? FixedFees|Materials|Subcontracting
  proposalDescription text?

activitytypes audit=full
  isActive flag default=true
  isDefault flag
  isPaidLeave flag?
  category one Personal|Absences|CalendarEntry|SalesEvent|Task
  code text?
  name text min=1

businessunits audit=full
  name text min=1
  parentGuid text?
  isActive flag default=true
  costCenter ref? costcenters name identifier
  vatNumber text?
  kvkNumber text? max=25
  companyGuid text?
  companyName text?
  companyBusinessUnitGuid text?
  companyCountryGuid text?
  companyCurrencyGuid text?
  code text?

communicationtypes audit=full
  name text min=1
  isActive flag default=true
  type one Phone|Fax|MobilePhone|IPPhone|InstantMessenger|EmailAddress

contactroles audit=full
  name! text min=1
  isActive flag default=true

currencies audit=full
  name text?
  code text?
  rate number
  symbol text?
  isActive flag default=true
  isOrganizationCurrency flag

industries audit=full
  name! text min=1
  isActive flag default=true
  code text?

invoicestatuses audit=full
  name text min=1
  isActive flag default=true
  isDefault flag
  isReadOnly flag
  hasInvoiceNumber flag
  isSent flag
  isWaitingPayment flag
  isPaid flag
  isDefaultForCreditNote flag
  sortOrder integer

keywords audit=full
  keyword! text min=1
  isActive flag default=true
  category! one Project|Contact|User|File

leadsources audit=full
  name! text min=1
  isActive flag default=true

marketsegments audit=full
  name! text min=1
  isActive flag default=true
  parentMarketSegment ref? marketsegments name

permissionprofiles
  name text min=1
  isActive flag default=true
  isDefault flag
  isAccessible flag?

phasestatustypes audit=full
  name text min=1
  sortOrder integer
  isActive flag? default=true

productcategories audit=full
  name text min=1
  isActive flag default=true
  isDefault flag
  code text?

projectstatustypes audit=full
  name text min=1
  isActive flag default=true
  sortOrder integer

proposalstatuses
  name text?
  isActive flag
  sortOrder integer
  isWon flag
  isLost flag
  isDefault flag

salesstatustypes audit=full
  name text
  isActive flag
  salesState one InProgress|Won|Lost
  defaultProbability integer?
  isProposalDefault flag?

travelexpensetypes audit=full
  name text min=1
  isMileage flag
  isDailyAllowance flag
  expenseClass one? Mileage|DailyAllowance|OtherTravelExpense
  purchaseVatRate number?
  includeTime flag
  costAccount ref? accounts name number
  unitCost money?
  code text?
  vatRate number?
  measurementUnit text?
  isActive flag? default=true
  productCategory ref? productcategories name
  salesAccount ref? accounts name number

vatrates audit=full
  percentage number
  code text? max=10
  isActive flag default=true
  isDefault flag
  countryGuid text?

worktypes audit=full
  name text min=1
  isActive flag default=true
  isProductive flag
  isDefault flag
  salesAccount ref? accounts name
  code text?
  hourCost money?

localization/countries
  name text?
  englishName text?
  code2 text?
  code3 text?
  hasRegions one NoRegion|Unknown|HasRegions
  companyRegisterUrl text?
  isInEU flag
  defaultCulture text?
  isRegistrationCountry flag
  currency ref? currencies name code symbol
  defaultLanguage ref? localization/languages name
  timezone ref? localization/timezones name

localization/languages
  name text?
  englishName text?
  code text?
  isInvoiceLanguage flag

localization/timezones
  name text?
  systemName text?
  ianaName text?
`;
