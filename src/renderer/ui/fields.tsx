import type { ReactNode, Ref } from 'react';
import {
  Checkbox as AriaCheckbox,
  type CheckboxProps as AriaCheckboxProps,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup,
  Select as AriaSelect,
  SelectValue,
  Button as AriaButton,
  Switch as AriaSwitch,
  Text,
  TextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';
import { Icon } from './icons';

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'children' | 'className' | 'style'> {
  readonly label: string;
  /** Keeps the label for screen readers only. */
  readonly hideLabel?: boolean;
  readonly hint?: ReactNode;
  /** Says what is wrong; shows the field as invalid. */
  readonly error?: string | undefined;
  /** Something is wrong with it, which is said elsewhere: `aria-describedby` names where. */
  readonly invalid?: boolean;
  readonly placeholder?: string;
  /** More than one line. */
  readonly rows?: number;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly className?: string;
}

export function TextField({
  label,
  hideLabel = false,
  hint,
  error,
  invalid = false,
  placeholder,
  rows,
  inputRef,
  className = '',
  ...rest
}: TextFieldProps) {
  return (
    <AriaTextField {...rest} isInvalid={invalid || error !== undefined} className={`ui-field ${className}`}>
      <Label className={hideLabel ? 'sr-only' : 'ui-label'}>{label}</Label>
      {rows ? (
        <TextArea
          className="ui-input ui-textarea"
          rows={rows}
          dir="auto"
          {...(placeholder ? { placeholder } : {})}
        />
      ) : (
        <Input
          className="ui-input"
          {...(placeholder ? { placeholder } : {})}
          {...(inputRef ? { ref: inputRef } : {})}
        />
      )}
      {hint && (
        <Text slot="description" className="ui-hint">
          {hint}
        </Text>
      )}
      {error !== undefined && <FieldError className="ui-field-error">{error}</FieldError>}
    </AriaTextField>
  );
}

export interface Option<K extends string> {
  readonly id: K;
  readonly label: string;
  readonly hint?: string;
}

export interface SelectProps<K extends string> {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly options: readonly Option<K>[];
  readonly value: K;
  readonly onChange: (value: K) => void;
  readonly isDisabled?: boolean;
  readonly className?: string;
}

export function Select<K extends string>({
  label,
  hideLabel = false,
  options,
  value,
  onChange,
  isDisabled = false,
  className = '',
}: SelectProps<K>) {
  return (
    <AriaSelect
      className={`ui-field ${className}`}
      selectedKey={value}
      isDisabled={isDisabled}
      onSelectionChange={(key) => {
        const option = options.find(({ id }) => id === key);
        if (option) onChange(option.id);
      }}
    >
      <Label className={hideLabel ? 'sr-only' : 'ui-label'}>{label}</Label>
      <AriaButton className="ui-input ui-select">
        <SelectValue className="truncate" />
        <Icon name="down" />
      </AriaButton>
      <Popover className="ui-popover" offset={4}>
        <ListBox className="ui-menu">
          {options.map((option) => (
            <ListBoxItem key={option.id} id={option.id} textValue={option.label} className="ui-menu-item">
              {({ isSelected }) => (
                <>
                  <span className="ui-menu-check">{isSelected && <Icon name="check" />}</span>
                  <span className="ui-menu-text">
                    {option.label}
                    {option.hint && <span className="ui-hint">{option.hint}</span>}
                  </span>
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export function Checkbox({
  children,
  ...rest
}: Omit<AriaCheckboxProps, 'className' | 'style' | 'children'> & { readonly children: ReactNode }) {
  return (
    <AriaCheckbox {...rest} className="ui-checkbox">
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className="ui-checkbox-box">
            {isIndeterminate ? (
              <Icon name="minus" size={12} />
            ) : (
              isSelected && <Icon name="check" size={12} />
            )}
          </span>
          <span>{children}</span>
        </>
      )}
    </AriaCheckbox>
  );
}

export interface SwitchProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly isDisabled?: boolean;
}

export function Switch({ label, hint, value, onChange, isDisabled = false }: SwitchProps) {
  return (
    <AriaSwitch className="ui-switch" isSelected={value} onChange={onChange} isDisabled={isDisabled}>
      <span className="ui-switch-track" aria-hidden />
      <span className="ui-switch-text">
        {label}
        {hint && <span className="ui-hint">{hint}</span>}
      </span>
    </AriaSwitch>
  );
}

export interface SegmentsProps<K extends string> {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly options: readonly Option<K>[];
  readonly value: K;
  readonly onChange: (value: K) => void;
}

/** A few choices side by side. */
export function Segments<K extends string>({
  label,
  hideLabel = false,
  options,
  value,
  onChange,
}: SegmentsProps<K>) {
  return (
    <RadioGroup
      className="ui-field"
      orientation="horizontal"
      value={value}
      onChange={(key) => {
        const option = options.find(({ id }) => id === key);
        if (option) onChange(option.id);
      }}
    >
      <Label className={hideLabel ? 'sr-only' : 'ui-label'}>{label}</Label>
      <div className="ui-segments">
        {options.map((option) => (
          <Radio key={option.id} value={option.id} className="ui-segment">
            {option.label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
