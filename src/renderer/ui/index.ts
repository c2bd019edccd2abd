export { Button, type ButtonProps, IconButton, type IconButtonProps } from './button';
export { CommandIconButton } from './command-button';
export { ConsentButtons, ConsentNotice, type Secrets } from './consent';
export { useContextMenu } from './context-menu';
export { Confirm, type ConfirmProps, Dialog, type DialogProps } from './dialog';
export {
  Checkbox,
  type Option,
  Segments,
  type SegmentsProps,
  Select,
  type SelectProps,
  Switch,
  type SwitchProps,
  TextField,
  type TextFieldProps,
} from './fields';
export { FailureNotice } from './failure-notice';
export { Icon, type IconName } from './icons';
export { Keys } from './keys';
export { commandEntry, Menu, type MenuEntry } from './menu';
export { EmptyState, Notice, ServerWords, type Tone } from './notice';
export { Picker, type PickerItem } from './picker';
export { Progress, Spinner } from './progress';
export { SecretDialog } from './secret-dialog';
export { Splitter, type SplitterProps } from './splitter';
export { Toasts } from './toast';
export { TimeChoice } from './time-choice';
export { Tooltip } from './tooltip';
export { useWayBack } from './way-back';
