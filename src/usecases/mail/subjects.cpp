#include "usecases/mail/subjects.h"

#include <array>

#include "core/domain/names.h"
#include "core/words/mail_subject.h"
#include "core/words/pass_text.h"
#include "state/store/mail_subjects.h"
#include "state/store/request_rows.h"
#include "usecases/mail/pass_lines.h"
#include "usecases/particulars.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

constexpr std::array<std::string_view, 3> k_names{"asset", "requester", "until"};
constexpr std::size_t k_without_end = 2;  // how many of them are known before there is a pass

MailSubjectsShown shown_of(store::MailSubjects row) {
    MailSubjectsShown shown;
    shown.subjects = {std::move(row.request), std::move(row.approved), std::move(row.rejected)};
    shown.usual = {"Request: {asset}", "Approved: {asset}", "Rejected: {asset}"};
    shown.version = row.version;
    return shown;
}

void look_at(std::vector<FieldError>& faults, std::string_view pointer, std::string_view subject, std::size_t names) {
    if (subject.empty()) return;
    auto fault = words::fault_of_subject(subject, std::span(k_names).first(names));
    if (fault) faults.push_back({std::string(pointer), std::move(*fault)});
}

std::vector<FieldError> faults_of(const MailSubjects& subjects) {
    std::vector<FieldError> faults;
    look_at(faults, "/request", subjects.request, k_without_end);
    look_at(faults, "/approved", subjects.approved, k_names.size());
    look_at(faults, "/rejected", subjects.rejected, k_without_end);
    return faults;
}

const std::string* subject_for(const store::MailSubjects& subjects, std::string_view kind) {
    const std::string* found = nullptr;
    if (kind == "request_made") found = &subjects.request;
    if (kind == "request_approved") found = &subjects.approved;
    if (kind == "request_rejected") found = &subjects.rejected;
    return found == nullptr || found->empty() ? nullptr : found;
}

/// The usual one says until when, where there is one pass and it has an end: passes of one act need not end together.
std::optional<std::string> with_end(const NoticeShown& shown, const std::optional<domain::Request>& request,
                                    Instant now) {
    if (!request || shown.count > 1 || !gives_a_pass(shown.kind)) return std::nullopt;
    if (!is_running(*request, now) || !request->valid_until) return std::nullopt;
    return shown.subject + " until " + words::day_text(*request->valid_until, now, words::Language::english);
}

}  // namespace

Result<MailSubjectsShown> read_mail_subjects(House& house, const Caller& caller) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::director));
    EXEAT_TAKE(auto row, house.database.read([](sql::Session& session) { return store::read_mail_subjects(session); }));
    return shown_of(std::move(row));
}

Result<MailSubjectsShown> write_mail_subjects(House& house, const Caller& caller, std::optional<std::int64_t> version,
                                              const MailSubjects& subjects) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::administrator));
    if (auto faults = faults_of(subjects); !faults.empty()) return wrong_members("wrong-subject", std::move(faults));
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TAKE(auto row, house.database.write([&](sql::Transaction& transaction) -> Result<store::MailSubjects> {
        EXEAT_TAKE(const auto before, store::read_mail_subjects(transaction));
        store::MailSubjects after{subjects.request, subjects.approved, subjects.rejected,
                                  version.value_or(before.version)};
        EXEAT_TRY(store::update_mail_subjects(transaction, after));
        ++after.version;
        EXEAT_TRY(record(transaction, caller, now,
                         {.kind = "mail_subjects_changed",
                          .body = Particulars()
                                      .text("request", after.request)
                                      .text("approved", after.approved)
                                      .text("rejected", after.rejected)
                                      .body()}));
        return after;
    }));
    return shown_of(std::move(row));
}

Result<std::optional<std::string>> worded_subject(House& house, const domain::Standing& reader,
                                                  const NoticeShown& shown) {
    struct Known {
        store::MailSubjects subjects;
        std::optional<domain::Request> request;
    };
    EXEAT_TAKE(const auto known, house.database.read([&](sql::Session& session) -> Result<Known> {
        Known found;
        EXEAT_TAKE(found.subjects, store::read_mail_subjects(session));
        if (shown.request) {
            EXEAT_TAKE(found.request, store::read_request(session, *shown.request));
        }
        return found;
    }));
    EXEAT_TAKE(const auto now, house.database.now());
    const auto* subject = subject_for(known.subjects, shown.kind);
    if (subject == nullptr) return with_end(shown, known.request, now);
    auto asset = shown.count > 1 ? std::to_string(shown.count) + " assets" : std::string("an asset");
    if (shown.count == 1 && shown.asset) {
        EXEAT_TAKE(const auto seen, house.authority.asset(*shown.asset));
        if (seen) asset = domain::on_one_line(seen->name);
    }
    const bool is_asked = shown.kind == "request_made";
    const auto requester = is_asked ? shown.by.value_or("Somebody") : domain::on_one_line(reader.name);
    const auto ends = known.request ? known.request->valid_until : std::nullopt;
    const auto until = ends ? words::day_text(*ends, now, words::Language::english) : std::string("further notice");
    return std::optional(words::subject_of(*subject, {{"asset", asset}, {"requester", requester}, {"until", until}}));
}

}  // namespace exeat::usecases
