// Home of the standard properties that several object types share. Invariant: what every record has (its id, dates,
// creator and owner) is listed once, here.
import type { CatalogueRow } from '../property.ts';

/** Written by HubSpot on every record of every type. */
export const RECORD_ROWS: readonly CatalogueRow[] = [
  ['hs_object_id', 'Record ID', 'number!'],
  ['hs_object_source', 'Record source', 'text!'],
  ['hs_object_source_id', 'Record source ID', 'text!'],
  ['hs_object_source_label', 'Record source label', 'text!'],
  ['hs_object_source_user_id', 'Record creation source user ID', 'number!'],
  ['hs_merged_object_ids', 'Merged record IDs', 'checkbox!'],
  ['hs_created_by_user_id', 'Created by user ID', 'number!'],
  ['hs_updated_by_user_id', 'Updated by user ID', 'number!'],
  ['hs_unique_creation_key', 'Unique creation key', 'text!'],
  ['hubspot_owner_id', 'Owner', 'owner'],
  ['hubspot_owner_assigneddate', 'Owner assigned date', 'datetime!'],
  ['hubspot_team_id', 'HubSpot team', 'text!'],
  ['hs_all_owner_ids', 'All owner IDs', 'text!'],
];

export const LIFECYCLE: readonly (readonly [string, string])[] = [
  ['subscriber', 'Subscriber'],
  ['lead', 'Lead'],
  ['marketingqualifiedlead', 'Marketing Qualified Lead'],
  ['salesqualifiedlead', 'Sales Qualified Lead'],
  ['opportunity', 'Opportunity'],
  ['customer', 'Customer'],
  ['evangelist', 'Evangelist'],
  ['other', 'Other'],
];

export const LEAD_STATUS: readonly (readonly [string, string])[] = [
  ['NEW', 'New'],
  ['OPEN', 'Open'],
  ['IN_PROGRESS', 'In Progress'],
  ['OPEN_DEAL', 'Open Deal'],
  ['UNQUALIFIED', 'Unqualified'],
  ['ATTEMPTED_TO_CONTACT', 'Attempted to Contact'],
  ['CONNECTED', 'Connected'],
  ['BAD_TIMING', 'Bad Timing'],
];

export const ANALYTICS_SOURCES: readonly (readonly [string, string])[] = [
  ['ORGANIC_SEARCH', 'Organic Search'],
  ['PAID_SEARCH', 'Paid Search'],
  ['EMAIL_MARKETING', 'Email Marketing'],
  ['SOCIAL_MEDIA', 'Organic Social'],
  ['REFERRALS', 'Referrals'],
  ['OTHER_CAMPAIGNS', 'Other Campaigns'],
  ['DIRECT_TRAFFIC', 'Direct Traffic'],
  ['OFFLINE', 'Offline Sources'],
  ['PAID_SOCIAL', 'Paid Social'],
  ['AI_REFERRALS', 'AI Referrals'],
];

export const LIFECYCLE_DATES: readonly CatalogueRow[] = LIFECYCLE.map(([value, label]) => [
  `hs_lifecyclestage_${value}_date`,
  `Became a ${label} Date`,
  'datetime!',
]);

/** Origin of a contact or company; read-only and often empty. */
export const ANALYTICS_ROWS: readonly CatalogueRow[] = [
  ['hs_analytics_source', 'Original Traffic Source', 'select!', ANALYTICS_SOURCES],
  ['hs_analytics_source_data_1', 'Original Traffic Source Drill-Down 1', 'text!'],
  ['hs_analytics_source_data_2', 'Original Traffic Source Drill-Down 2', 'text!'],
  ['hs_analytics_first_timestamp', 'Time First Seen', 'datetime!'],
  ['hs_analytics_last_timestamp', 'Time of Last Session', 'datetime!'],
  ['hs_analytics_num_visits', 'Number of Sessions', 'number!'],
  ['hs_analytics_num_page_views', 'Number of Pageviews', 'number!'],
  ['hs_latest_source', 'Latest Traffic Source', 'select!', ANALYTICS_SOURCES],
  ['hs_latest_source_timestamp', 'Latest Traffic Source Date', 'datetime!'],
  ['first_conversion_event_name', 'First Conversion', 'text!'],
  ['first_conversion_date', 'First Conversion Date', 'datetime!'],
  ['recent_conversion_event_name', 'Recent Conversion', 'text!'],
  ['recent_conversion_date', 'Recent Conversion Date', 'datetime!'],
  ['num_conversion_events', 'Number of Form Submissions', 'number!'],
  ['num_unique_conversion_events', 'Number of Unique Forms Submitted', 'number!'],
];

/** Last and next touches, kept by HubSpot on contacts, companies and deals. */
export const TOUCH_ROWS: readonly CatalogueRow[] = [
  ['notes_last_contacted', 'Last Contacted', 'datetime!'],
  ['notes_last_updated', 'Last Activity Date', 'datetime!'],
  ['notes_next_activity_date', 'Next Activity Date', 'datetime!'],
  ['num_contacted_notes', 'Number of times contacted', 'number!'],
  ['num_notes', 'Number of Sales Activities', 'number!'],
  ['hs_last_sales_activity_timestamp', 'Last Engagement Date', 'datetime!'],
];
