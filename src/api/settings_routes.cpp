// The settings of the site.
#include "api/settings_json.h"

#include "api/operation.h"
#include "api/routes.h"
#include "usecases/mail/subjects.h"
#include "usecases/maintenance/restored.h"

namespace exeat::usecases {
BOOST_DESCRIBE_STRUCT(MailSubjects, (), (request, approved, rejected))
BOOST_DESCRIBE_STRUCT(MailSubjectsShown, (), (subjects, usual))
}  // namespace exeat::usecases

namespace exeat::api {

namespace body {

/// The whole document. `confirm` is both_end where justification ends while approval is on.
struct SiteSettingsWanted {
    domain::SiteSettings settings;
    json::Default<usecases::Confirmed> confirm{usecases::Confirmed::nothing};
};
BOOST_DESCRIBE_STRUCT(SiteSettingsWanted, (), (settings, confirm))

}  // namespace body

namespace {

Result<Reply<usecases::SiteSettingsShown>> read(Asked& asked) {
    EXEAT_TAKE(auto shown, usecases::read_site_settings(asked.house, asked.caller));
    return with_version(std::move(shown));
}

/// The use case points into the settings; here they stand one level deeper.
Error as_of_body(Error error) {
    if (error.code != "wrong-settings") return error;
    for (auto& field : error.fields) field.pointer = "/settings" + field.pointer;
    return error;
}

Result<Reply<usecases::SiteSettingsShown>> write(Asked& asked, const body::SiteSettingsWanted& said) {
    EXEAT_TAKE(const auto version, asked.if_match());
    auto shown = usecases::write_site_settings(asked.house, asked.caller, version, said.settings, *said.confirm);
    if (!shown) return fail(as_of_body(std::move(shown.error())));
    return with_version(std::move(*shown));
}

Result<Reply<usecases::MailSubjectsShown>> read_subjects(Asked& asked) {
    EXEAT_TAKE(auto shown, usecases::read_mail_subjects(asked.house, asked.caller));
    return with_version(std::move(shown));
}

Result<Reply<usecases::MailSubjectsShown>> write_subjects(Asked& asked, const usecases::MailSubjects& said) {
    EXEAT_TAKE(const auto version, asked.if_match());
    EXEAT_TAKE(auto shown, usecases::write_mail_subjects(asked.house, asked.caller, version, said));
    return with_version(std::move(shown));
}

Result<Nothing> confirm_restore(Asked& asked) {
    EXEAT_TRY(usecases::confirm_restore(asked.house, asked.caller));
    return Nothing{};
}

Operation about(http::Method method, std::string id, std::string summary, std::string path = "/api/settings") {
    return Resource{"settings", usecases::TokenScope::manage, usecases::TokenScope::manage}.about(
        method, std::move(path), std::move(id), std::move(summary));
}

}  // namespace

void add_settings_routes(Api& api) {
    api.add<usecases::SiteSettingsShown>(
        about(http::Method::get, "read_site_settings", "The site's settings, and what is in effect of them"), read);
    auto writing = about(http::Method::put, "write_site_settings", "The site's settings from now on, whole");
    writing.problems = {409, 412, 428};
    api.add<body::SiteSettingsWanted, usecases::SiteSettingsShown>(std::move(writing), write);
    const std::string subjects = "/api/settings/mail-subjects";
    api.add<usecases::MailSubjectsShown>(
        about(http::Method::get, "read_mail_subjects", "The subjects of mails about requests", subjects),
        read_subjects);
    auto wording = about(http::Method::put, "write_mail_subjects",
                         "The subjects of mails about requests from now on; an empty one is the usual", subjects);
    wording.problems = {412, 428};
    api.add<usecases::MailSubjects, usecases::MailSubjectsShown>(std::move(wording), write_subjects);
    api.add<Nothing>(about(http::Method::post, "confirm_restore",
                           "Let a site go that was restored from a backup: until then no files leave it",
                           "/api/site/confirm-restore"),
                     confirm_restore);
}

}  // namespace exeat::api
