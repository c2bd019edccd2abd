export { examineImap } from './examine-imap';
export { examinePop3 } from './examine-pop3';
export { examineSmtp } from './examine-smtp';
export type { DoctorTarget } from './patient';
export { printReport } from './print';
export type { DoctorReport, ImapReport, Pop3Report, SmtpReport } from './report';
