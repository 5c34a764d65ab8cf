// Home of the standard properties of deals, line items, products and invoices. Invariant: names, types and options are
// HubSpot's own; a deal's won and closed flags are read-only, for they follow the stage.
import { ANALYTICS_SOURCES, TOUCH_ROWS } from './common.ts';
import type { CatalogueRow } from '../property.ts';

export const DEAL_ROWS: readonly CatalogueRow[] = [
  ['dealname', 'Deal Name', 'text'],
  ['dealstage', 'Deal Stage', 'radio'],
  ['pipeline', 'Pipeline', 'select'],
  ['amount', 'Amount', 'number'],
  ['deal_currency_code', 'Currency', 'select'],
  ['amount_in_home_currency', 'Amount in company currency', 'number!'],
  ['closedate', 'Close Date', 'datetime'],
  ['createdate', 'Create Date', 'datetime'],
  [
    'dealtype',
    'Deal Type',
    'radio',
    [
      ['newbusiness', 'New Business'],
      ['existingbusiness', 'Existing Business'],
    ],
  ],
  ['description', 'Deal Description', 'textarea'],
  [
    'hs_priority',
    'Priority',
    'select',
    [
      ['low', 'Low'],
      ['medium', 'Medium'],
      ['high', 'High'],
    ],
  ],
  ['hs_next_step', 'Next step', 'text'],
  ['closed_lost_reason', 'Closed Lost Reason', 'textarea'],
  ['closed_won_reason', 'Closed Won Reason', 'textarea'],
  ['hs_deal_stage_probability', 'Deal probability', 'number!'],
  ['hs_forecast_amount', 'Forecast amount', 'number!'],
  ['hs_forecast_probability', 'Forecast probability', 'number'],
  [
    'hs_manual_forecast_category',
    'Forecast category',
    'select',
    [
      ['OMIT', 'Not forecasted'],
      ['PIPELINE', 'Pipeline'],
      ['BEST_CASE', 'Best case'],
      ['COMMIT', 'Commit'],
      ['CLOSED', 'Closed won'],
    ],
  ],
  ['hs_is_closed', 'Is Deal Closed?', 'bool!'],
  ['hs_is_closed_won', 'Is Closed Won', 'bool!'],
  ['hs_is_closed_lost', 'Is closed lost', 'bool!'],
  ['hs_tcv', 'Total contract value', 'number!'],
  ['hs_acv', 'Annual contract value', 'number!'],
  ['hs_arr', 'Annual recurring revenue', 'number!'],
  ['hs_mrr', 'Monthly recurring revenue', 'number!'],
  ['hs_analytics_source', 'Original Traffic Source', 'select!', ANALYTICS_SOURCES],
  ['hs_primary_associated_company', 'Primary Associated Company', 'number!'],
  ['num_associated_contacts', 'Number of Associated Contacts', 'number!'],
  ['days_to_close', 'Days to close', 'number!'],
  ...TOUCH_ROWS,
];

const PRICE_ROWS: readonly CatalogueRow[] = [
  ['name', 'Name', 'text'],
  ['description', 'Description', 'textarea'],
  ['price', 'Unit price', 'number'],
  ['hs_sku', 'SKU', 'text'],
  ['hs_cost_of_goods_sold', 'Unit cost', 'number'],
  ['hs_url', 'URL', 'text'],
  ['tax', 'Tax', 'number'],
  [
    'recurringbillingfrequency',
    'Billing frequency',
    'select',
    ['weekly', 'biweekly', 'monthly', 'quarterly', 'per_six_months', 'annually', 'per_two_years', 'per_three_years'],
  ],
  ['hs_recurring_billing_period', 'Term', 'text'],
];

export const PRODUCT_ROWS: readonly CatalogueRow[] = [
  ...PRICE_ROWS,
  [
    'hs_product_type',
    'Product Type',
    'select',
    [
      ['inventory', 'Inventory'],
      ['non_inventory', 'Non-Inventory'],
      ['service', 'Service'],
    ],
  ],
  ['hs_folder_id', 'Folder', 'number'],
];

export const LINE_ITEM_ROWS: readonly CatalogueRow[] = [
  ...PRICE_ROWS,
  ['quantity', 'Quantity', 'number'],
  ['amount', 'Net price', 'number!'],
  ['discount', 'Unit discount', 'number'],
  ['hs_discount_percentage', 'Discount Percentage', 'number'],
  ['hs_line_item_currency_code', 'Currency', 'select'],
  ['hs_product_id', 'Product ID', 'number'],
  ['hs_position_on_quote', 'Position on quote', 'number'],
  ['hs_tax_rate_group_id', 'Tax Rate', 'text'],
  ['hs_recurring_billing_start_date', 'Billing start date', 'date'],
];

export const INVOICE_ROWS: readonly CatalogueRow[] = [
  ['hs_title', 'Title', 'text'],
  ['hs_number', 'Number', 'text'],
  ['hs_currency', 'Currency', 'select'],
  ['hs_invoice_date', 'Invoice Date', 'datetime'],
  ['hs_due_date', 'Due Date', 'datetime'],
  ['hs_invoice_billable', 'Billable', 'bool'],
  [
    'hs_invoice_status',
    'Invoice Status',
    'select',
    [
      ['draft', 'Draft'],
      ['open', 'Open'],
      ['paid', 'Paid'],
      ['voided', 'Voided'],
    ],
  ],
  ['hs_purchase_order_number', 'PO Number', 'text'],
  ['hs_comments', 'Comments', 'textarea'],
  ['hs_language', 'Language', 'text'],
  ['hs_locale', 'Locale', 'text'],
  ['hs_amount_billed', 'Amount billed', 'number!'],
  ['hs_balance_due', 'Balance due', 'number!'],
  ['hs_subtotal', 'Subtotal', 'number!'],
  ['hs_payment_date', 'Payment date', 'datetime!'],
  ['hs_external_invoice_id', 'External invoice ID', 'text'],
];
