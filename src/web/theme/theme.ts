// How Sauma looks: colours, type, spacing. Invariant: text on every colour of the palette reads at 4.5 : 1 or better in the
// shades the components use, in both schemes (the end-to-end tests measure it).
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple, type MantineThemeOverride } from '@mantine/core';

/** The green of a spruce forest: everything that acts. */
const spruce: MantineColorsTuple = ['#eff6f4', '#dcebe8', '#b7d6d0', '#8cc0b7', '#66a99f', '#47938a', '#317c74', '#21645e', '#1a504c', '#123a38'];
/** The thread of the seam: marks where one is, never a warning. */
const thread: MantineColorsTuple = ['#fdf1ea', '#f9e0d2', '#f2c1a8', '#eda37f', '#e8895f', '#d9703f', '#bf5a2c', '#9c4722', '#7c3819', '#5c2911'];
const gray: MantineColorsTuple = ['#f7f9f8', '#eff2f1', '#e3e8e7', '#d3dad8', '#b5bfbd', '#6a7674', '#566260', '#414c4a', '#2b3433', '#171e1d'];
const dark: MantineColorsTuple = ['#d7dfdd', '#bcc6c4', '#9ba7a5', '#6f7b79', '#4b5755', '#394341', '#2b3432', '#1b2221', '#151b1a', '#0f1413'];

export const theme: MantineThemeOverride = createTheme({
  colors: { spruce, thread, gray, dark },
  primaryColor: 'spruce',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.179,
  black: '#171e1d',
  fontFamily: "Inter, 'Segoe UI', system-ui, -apple-system, 'Helvetica Neue', Arial, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, monospace",
  headings: {
    fontWeight: '620',
    sizes: { h1: { fontSize: '1.5rem', lineHeight: '1.25' }, h2: { fontSize: '1.125rem', lineHeight: '1.35' }, h3: { fontSize: '1rem', lineHeight: '1.4' } },
  },
  defaultRadius: 'md',
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '10px', xl: '16px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { withArrow: true, openDelay: 250, events: { hover: true, focus: true, touch: false } } },
    Badge: { defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 550 } },
    Card: { defaultProps: { withBorder: true, padding: 'md' } },
    Modal: { defaultProps: { centered: true } },
  },
});

/** Colours that Mantine would make too faint for text are set by name. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-6)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-5)',
    '--mantine-color-error': '#b3261e',
    // Text on the tinted grounds of badges and alerts.
    '--mantine-color-green-light-color': '#1d6330',
    '--mantine-color-yellow-light-color': '#744a00',
    '--mantine-color-red-light-color': '#a3211a',
    '--mantine-color-gray-light-color': 'var(--mantine-color-gray-7)',
    '--surface-side': 'var(--mantine-color-gray-0)',
    '--line': 'var(--mantine-color-gray-2)',
  },
  dark: {
    '--mantine-color-dimmed': 'var(--mantine-color-dark-2)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
    '--mantine-color-error': '#ff9d94',
    // Grounds that can be told from the page.
    '--mantine-color-gray-light': 'var(--mantine-color-dark-5)',
    '--mantine-color-gray-light-color': 'var(--mantine-color-dark-0)',
    '--mantine-color-spruce-light': 'var(--mantine-color-spruce-8)',
    '--mantine-color-spruce-light-hover': 'var(--mantine-color-spruce-7)',
    '--mantine-color-spruce-light-color': 'var(--mantine-color-spruce-1)',
    '--mantine-color-anchor': 'var(--mantine-color-spruce-3)',
    '--surface-side': 'var(--mantine-color-dark-8)',
    '--line': 'var(--mantine-color-dark-5)',
  },
});
