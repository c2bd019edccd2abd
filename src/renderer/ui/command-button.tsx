import { t } from '../i18n';
import { commands, useCommand } from '../state/commands';
import { IconButton, type IconButtonProps } from './button';

/** An icon button that is a command: its sign, name and key come from the registry. */
export function CommandIconButton({
  command: id,
  ...rest
}: { readonly command: string } & Partial<Pick<IconButtonProps, 'icon' | 'label'>> &
  Omit<IconButtonProps, 'icon' | 'label' | 'keys' | 'onPress'>) {
  const command = useCommand(id);
  if (!command) return null;
  return (
    <IconButton
      icon={command.icon ?? 'more'}
      label={t(command.title)}
      keys={command.keys?.[0]}
      onPress={() => commands.run(id)}
      {...rest}
    />
  );
}
