/** Kinds of file that can run code when they are opened (security.md §2.4); checked on every system. */
const EXTENSIONS = new Set(
  (
    'exe msi msix msp scr bat cmd com pif cpl ps1 ps1xml psm1 psd1 vb vbe vbs js jse mjs ws wsf wsc wsh hta lnk url scf ' +
    'inf reg desktop jar jnlp app action command terminal tool workflow pkg mpkg dmg iso img vhd vhdx one onepkg xll ' +
    'xlam wll chm hlp settingcontent-ms library-ms search-ms searchconnector-ms appref-ms application rdp theme ' +
    'themepack diagcab docm dotm xlsm xltm pptm potm ppam ppsm sldm slk iqy svg svgz html htm xhtml xht shtml mht mhtml ' +
    'swf deb rpm appimage run sh bash zsh csh ksh fish py pyw pyc pl rb php ade adp mdb accdb accde mde gadget ' +
    'website webloc inetloc fileloc out bin elf so dll sys drv ocx kext'
  ).split(' '),
);

const TYPES =
  /^(application\/(x-msdownload|x-msdos-program|x-sh|x-desktop|java-archive|hta|x-executable)|text\/html|image\/svg)/;

/** Whether Tern refuses to open a file by itself and only offers to save it, with a warning. */
export function isDangerous(name: string, type: string): boolean {
  const clean = name
    .replace(/[\u0000-\u001f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[. ]+$/, '');
  const extension = /\.([^.]+)$/.exec(clean)?.[1]?.toLowerCase() ?? '';
  return EXTENSIONS.has(extension) || TYPES.test(type);
}
