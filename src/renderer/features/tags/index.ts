export { TagList } from './tag-list';
export { TagPicker } from './tag-picker';
export { offeredTags, tagColor, tagLabel } from './tags';
