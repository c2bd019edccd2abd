export { TagList } from './tag-list';
export { TagPicker } from './tag-picker';
export { tagColor, tagLabel } from './tags';
