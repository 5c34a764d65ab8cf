// The few icons of the app, drawn on one grid of 24 with one line width. They say nothing by themselves: whatever they stand in
// has a text or a label.
import type { ReactElement } from 'react';

/** @param strokes path data on a grid of 24 */
function icon(strokes: string): (props: { readonly size?: number }) => ReactElement {
  return ({ size = 18 }) => (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      <path d={strokes} />
    </svg>
  );
}

export const HomeIcon = icon('M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-6h4v6');
export const KeyIcon = icon('M11 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM11 12h10M17 12v4M21 12v3');
export const SearchIcon = icon('M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.5 4.5');
export const FilterIcon = icon('M4 6h16M7 12h10M10 18h4');
export const ColumnsIcon = icon('M4 5h16v14H4zM9.5 5v14M14.5 5v14');
export const DownloadIcon = icon('M12 4v11M7.5 11l4.5 4.5L16.5 11M5 20h14');
export const LeftIcon = icon('M14.5 6l-6 6 6 6');
export const RightIcon = icon('M9.5 6l6 6-6 6');
export const FirstIcon = icon('M17 6l-6 6 6 6M7 6v12');
export const DownIcon = icon('M6 9.5l6 6 6-6');
export const SortedIcon = icon('M12 18V6M7.5 10.5L12 6l4.5 4.5');
export const UnsortedIcon = icon('M8.5 9.5L12 6l3.5 3.5M8.5 14.5L12 18l3.5-3.5');
export const SunIcon = icon('M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 1.4M5.6 18.4L7 17M17 7l1.4-1.4');
export const MoonIcon = icon('M19.5 14A8 8 0 0 1 10 4.5 8 8 0 1 0 19.5 14z');
export const DeviceIcon = icon('M4 5h16v11H4zM9 20h6M12 16v4');
export const AlertIcon = icon('M12 4l9 16H3zM12 10v4.5M12 17.2v.1');
export const CheckIcon = icon('M5 12.5l4.5 4.5L19 7.5');
export const ClockIcon = icon('M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v4.5l3 2');
export const ScheduleIcon = icon('M4 6.5h16V20H4zM4 10.5h16M8 4v4M16 4v4M12 13v3l2 1.2');
export const OfflineIcon = icon('M4 4l16 16M8.5 16a5 5 0 0 1 5.5-1M5 12.5a10 10 0 0 1 5-2.7M14.5 10a10 10 0 0 1 4.5 2.5M12 19.5v.1');
export const TableIcon = icon('M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9');
export const ChartIcon = icon('M5 20V10M12 20V4M19 20v-7');
export const PlugIcon = icon('M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4');
export const SlidersIcon = icon('M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4');
export const RuleIcon = icon('M5 6h14M5 12h14M5 18h8M17 16l2 2 3-4');
export const FlagIcon = icon('M6 21V4M6 5h11l-2.5 4L17 13H6');
export const SeamIcon = icon('M12 3v18M7 6.5l10 3M7 12l10 3');
export const AuditIcon = icon('M7 4h10v16H7zM10 8.5h4M10 12h4M10 15.5h2');
export const CrossIcon = icon('M6 6l12 12M18 6L6 18');
export const PencilIcon = icon('M4 20l1-4L16 5l3 3L8 19zM14 7l3 3');
export const ForkIcon = icon('M12 21v-7M12 14L6 8V4M12 14l6-6V4M3.5 6.5L6 4l2.5 2.5M15.5 6.5L18 4l2.5 2.5');
export const PairIcon = icon('M9 12h6M8 7H7a5 5 0 0 0 0 10h1M16 7h1a5 5 0 0 1 0 10h-1');
export const HeldIcon = icon('M7 4h10M7 20h10M8 4c0 5 8 6 8 16M16 4c0 5-8 6-8 16');
export const BuildingIcon = icon('M5 20V5h9v15M14 10h5v10M3 20h18M8 8.5h3M8 12h3M8 15.5h3');
export const PeopleIcon = icon('M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M15.5 5a3.5 3.5 0 0 1 0 6.5M17.5 14.5a6.5 6.5 0 0 1 4 5.5');
export const TalkIcon = icon('M4 5h16v11H11l-4.5 4V16H4zM8 9h8M8 12h5');
export const EyeIcon = icon('M2.5 12s3.5-6.5 9.5-6.5 9.5 6.5 9.5 6.5-3.5 6.5-9.5 6.5S2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z');
export const EraseIcon = icon('M9 19l-5-5 9-9 7 7-7 7zM8.5 9.5l7 7M9 19h11');
export const FolderIcon = icon('M3 6h6l2 2.5h10V19H3zM12 12v4M9.5 14h5');
