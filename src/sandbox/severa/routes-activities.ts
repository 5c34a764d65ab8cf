// Routes of activities and who takes part. The default list has single activities, instances and exceptions, not the series
// behind them; a participant list is one call per activity.
import { among, amongAt, equal, flag, linked, since, type Filter } from './filters.ts';
import { Missing } from './refusal.ts';
import { guidIn, textIn, type Row } from './row.ts';
import { empty, parameter, type Route } from './route.ts';
import { listRoute, resourceRoutes } from './resource.ts';

/** Two filters default to true: tasks without customer, without project. */
const including =
  (name: string, field: string): Filter =>
  (query, database) => {
    if (query.flag(name) !== false) return null;
    const isTask = (row: Row): boolean => textIn(database.get('activitytypes', guidIn(row, 'activityType')), 'category') === 'Task';
    return (row) => guidIn(row, field) !== null || !isTask(row);
  };

/** Activities that overlap the span asked for; `useStrictStartAndEndDateTime` wants them wholly inside. */
const span: Filter = (query) => {
  const [from, to] = [query.instant('startDateTime'), query.instant('endDateTime')];
  if (from === null && to === null) return null;
  const strict = query.flag('useStrictStartAndEndDateTime') === true;
  return (row) => {
    const start = Date.parse(textIn(row, 'startDateTime') ?? '');
    const end = Date.parse(textIn(row, 'endDateTime') ?? textIn(row, 'startDateTime') ?? '');
    if (strict) return (from === null || start >= from) && (to === null || end <= to);
    return (from === null || end >= from) && (to === null || start <= to);
  };
};

const recurrence: Filter = (query) => {
  const asked = query.text('recurrenceType');
  return (row) => (asked === null ? row['recurrenceType'] !== 'Series' : (row['recurrenceType'] ?? 'None') === asked);
};

const ofUsers: Filter = (query, database) => {
  const asked = new Set(query.texts('userGuids'));
  if (asked.size === 0) return null;
  const asMember = query.flag('includeAsMember') === true;
  return (row) => {
    if (asked.has(guidIn(row, 'ownerUser') ?? '')) return true;
    const participants = asMember ? database.rowsBy('activityparticipants', 'activityGuid', row.guid) : [];
    return participants.some((one) => asked.has(textIn(one, 'participantGuid') ?? ''));
  };
};

export const activityRoutes: readonly Route[] = [
  ...resourceRoutes({
    route: '/v1/activities',
    area: 'activities',
    methods: ['list', 'post', 'get', 'patch', 'delete'],
    style: 'token',
    filters: [
      flag('closed', 'isClosed'),
      flag('hasDuration'),
      flag('hasHours'),
      flag('isUnassigned'),
      amongAt('activityCategories', 'activities', 'activityType.category'),
      among('activityTypeGuids', 'activityType'),
      among('customerGuids', 'customer'),
      among('phaseGuids', 'phase'),
      among('projectTaskStatusGuids', 'projectTaskStatus'),
      amongAt('projectGuids', 'activities', 'phase.project.guid'),
      amongAt('projectOwnerGuids', 'activities', 'phase.project.projectOwner.guid'),
      amongAt('projectBusinessUnitGuids', 'activities', 'phase.project.businessUnit.guid'),
      linked('contactGuids', 'activityparticipants', 'activityGuid', 'participantGuid'),
      including('includeTasksWithNoCustomer', 'customer'),
      including('includeTasksWithNoProject', 'phase'),
      ofUsers,
      span,
      recurrence,
      since(),
    ],
  }),
  listRoute({
    template: '/v1/activities/{activityGuid}/activityparticipants',
    collection: 'activityparticipants',
    scopes: ['activities:read'],
    style: 'none',
    parent: { parameter: 'activityGuid', collection: 'activities', field: 'activityGuid' },
    filters: [equal('type')],
  }),
  ...resourceRoutes({ route: '/v1/activityparticipants', area: 'activities', methods: ['post', 'get', 'patch'] }),
  {
    method: 'DELETE',
    template: '/v1/activities/{activityGuid}/activityparticipants/{activityParticipantGuid}',
    scopes: ['activities:delete'],
    addon: null,
    handle: (context) => {
      const { row } = context.database.entry('activityparticipants', parameter(context, 'activityParticipantGuid'));
      if (row['activityGuid'] !== parameter(context, 'activityGuid')) throw new Missing('activityparticipants');
      context.database.drop('activityparticipants', row.guid);
      return empty(204);
    },
  },
];
