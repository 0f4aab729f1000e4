-- A mail to somebody whose address was used to make another account: the answer of the sign-up does not tell, this does.
alter table account_mail drop constraint account_mail_kind_check;
alter table account_mail add constraint account_mail_kind_check
  check (kind in ('RESET_PASSWORD', 'VERIFY_EMAIL', 'CHANGE_EMAIL', 'EMAIL_CHANGED', 'PASSWORD_CHANGED', 'HAVE_ACCOUNT'));
