// The routes of mails: how one wants to be written to, and the outbox for administrators. Added by `exeat serve` after
// add_all_routes.
#pragma once

#include "api/operation.h"

namespace exeat::usecases {
struct MailDesk;
}

namespace exeat::api {

/// `desk` must outlive the Api.
void add_mail_routes(Api& api, const usecases::MailDesk& desk);

}  // namespace exeat::api
