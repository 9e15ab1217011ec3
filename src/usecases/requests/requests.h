// Requests: asking for files and access with a library's form, looking at what was asked, withdrawing. Called by
// src/api/requests_routes.cpp. What reviewers do is in decisions.h, what happens to requests by itself in closing.h.
// Refuses to decide who may have what: the policy does, and a reviewer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/request.h"
#include "state/store/request_files.h"
#include "state/store/request_pages.h"
#include "usecases/assets/assets.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

/// What is wished for: actions and files; none of either is a download, and every file.
struct RequestWish {
    std::vector<AssetId> assets;
    std::vector<policy::Action> actions;
    domain::Files files;
};

/// What a person has to fill in, as the library has it now.
struct RequestForm {
    bool form = true;                       // off: nothing is asked, one click sends
    std::vector<domain::FormField> fields;  // after the intended use, which every form begins with
    std::optional<TermsShown> terms;
    std::string tag;  // of this form; sent with the answers
};

/// Assets of one library that can be asked for with one form.
struct Requestable {
    LibraryId library;
    std::string library_name;
    policy::RequestKind kind = policy::RequestKind::download;
    RequestForm form;
    bool auto_approved = false;  // whoever sends the form has the files at once
    std::vector<AssetId> assets;
    std::vector<policy::Action> actions;  // those that can be asked for at any of them
    std::vector<std::string> deciders;    // names
};
/// One that was asked for already.
struct AlreadyAsked {
    AssetId asset;
    RequestId request;
    std::vector<std::string> why;  // sentences, the reviewer's note among them
};
/// One that cannot be asked for.
struct NotRequestable {
    AssetId asset;
    std::string code;  // "not-found", "denied", "not-requestable", "free-already"
    std::vector<std::string> why;
};
/// A selection, sorted (FEATURES.md D14).
struct Prepared {
    std::vector<AssetId> free;  // nothing has to be asked for
    std::vector<Requestable> ask;
    std::vector<AlreadyAsked> pending;
    std::vector<AlreadyAsked> rejected;  // or revoked, and not to be asked for again
    std::vector<NotRequestable> refused;
};
/// Errors: invalid "no-assets", "too-many-assets", "wrong-files".
[[nodiscard]] Result<Prepared> prepare_request(House& house, const Caller& caller, const RequestWish& wish);

struct NewRequests {
    RequestWish wish;
    std::string reason;  // the intended use
    domain::Answers answers;
    std::optional<domain::TermsVersion> terms;  // accepted
    std::optional<Instant> needed_by;
    std::optional<std::string> tag;  // of the form that was filled in; none: whatever is in force
};

/// What of a request its reader may do.
struct RequestCan {
    bool approve = false;
    bool reject = false;
    bool revoke = false;
    bool renew = false;
    bool withdraw = false;
    bool ask_again = false;
    bool take_back = false;  // for a few seconds after a decision
    bool ask_question = false;
    bool answer = false;
    bool delete_ = false;  // what is over, for ever
};

/// A row of a list. To its requester and to those who decide.
struct RequestRow {
    RequestId id;
    AskId ask;  // the form that it came with
    domain::RequestPhase status = domain::RequestPhase::pending;
    policy::RequestKind kind = policy::RequestKind::download;
    AssetId asset;
    std::string asset_name;
    LibraryId library;
    std::string library_name;
    std::optional<FolderId> folder;  // both none where the reader may not see it
    std::optional<std::string> folder_name;
    std::optional<PersonId> person;  // whose it is: a person or a group
    std::optional<GroupId> group;
    std::string name;
    std::optional<std::string> email;
    std::vector<policy::Action> actions;  // as granted; as wanted until then
    domain::Files files;
    std::string reason;
    std::optional<Instant> needed_by;
    std::optional<Instant> available_until;  // the asset, whatever is granted; told to whoever decides
    Instant created_at;
    std::optional<Instant> decided_at;
    std::optional<std::string> decided_by;  // name
    std::string note;                       // of the last decision, or of whoever ended it
    std::optional<Instant> valid_until;     // none: unlimited, once it is approved
    std::optional<Instant> ended_at;
    std::optional<std::string> ended_by;  // name
    domain::Closed closed = domain::Closed::not_closed;
    bool for_directors = false;   // a rule of the site asks for the approval of a director
    bool unasked = false;         // a pass that somebody gave
    bool question_waits = false;  // for an answer of its requester
    std::optional<Instant> escalated_at;
    domain::Escalation escalated_to = domain::Escalation::none;
    RequestCan can;
    std::int64_t version = 1;
};

/// An answer with the question, as it stood when it was asked.
struct AnswerShown {
    std::string name;
    domain::FieldType type = domain::FieldType::text;
    std::string label;
    std::vector<std::string> values;
};

/// A file that answers a field.
struct SentFile {
    RequestFileId id;
    std::string name;
    std::string media_type;
    std::int64_t size = 0;
};

/// A question of a reviewer, or an answer of the requester.
struct MessageShown {
    std::string id;
    domain::Talk kind = domain::Talk::question;
    std::string by;
    bool mine = false;
    std::string text;
    Instant said_at;
};

/// A mail about it that no server takes any more.
struct UnsentMail {
    std::string kind;  // of the notice that it was to say
    Instant at;
    std::string text;  // in words, with what the reader may know
};

/// What became of what its requester asked for before, as far as its reader decides on such; counted up to 1,000.
struct RequestHistory {
    std::int64_t approved = 0;  // and not ended
    std::int64_t rejected = 0;
    std::int64_t revoked = 0;
    std::int64_t expired = 0;
    std::vector<RequestRow> newest;  // five of these
};

/// The whole of one.
struct RequestCard : RequestRow {
    std::vector<AnswerShown> answers;
    std::vector<SentFile> sent_files;        // that answers name by their ids
    std::vector<MessageShown> conversation;  // for its requester, and for those who may decide on it
    std::optional<TermsShown> terms;         // accepted with it
    std::vector<policy::Action> wanted_actions;
    domain::Files wanted_files;
    domain::ValiditySettings default_validity;  // for whoever decides
    domain::ValiditySettings longest_validity;
    bool note_required = false;                      // to reject it
    std::vector<domain::NamedNote> rejection_notes;  // to begin with; for whoever decides
    std::optional<RequestHistory> history;           // for whoever decides on what others ask
    std::vector<UnsentMail> unsent_mails;            // the oldest first
};

struct RequestsMade {
    std::vector<RequestRow> requests;  // new ones, and those that were pending already
    std::vector<NotRequestable> left;
};
/// One form for all; a request for each asset. What is pending already stays as it is and is answered, too. One asset
/// that cannot be asked for refuses the call; of several it is left out. Errors: invalid "no-assets",
/// "too-many-assets", "too-many-requests", "several-libraries", "wrong-answers", "terms-not-accepted", "wrong-files";
/// conflict "form-changed", "free-already", "not-requestable"; forbidden "denied"; busy "too-many-asks"; not_found.
[[nodiscard]] Result<RequestsMade> create_requests(House& house, const Caller& caller, const NewRequests& wanted);

/// Which of the requests that the caller may see.
enum class Seat : std::uint8_t {
    any,       // all that they may see
    mine,      // their own, and passes of their groups
    reviewer,  // those that wait for them
};
struct RequestsWanted {
    Seat seat = Seat::any;
    std::vector<domain::RequestPhase> status;  // empty: every
    std::optional<policy::RequestKind> kind;
    std::optional<LibraryId> library;  // where assets lie; of one's own, where they were asked for
    std::optional<AssetId> asset;
    std::optional<PersonId> requester;
    std::string text;  // that the asset's name, the requester's name or address, or the reason holds
    store::RequestOrder order = store::RequestOrder::newest;
    std::optional<RequestId> after;
    std::int64_t limit = 50;
};
struct RequestsPage {
    std::vector<RequestRow> requests;
    std::optional<std::string> next;  // a page may hold fewer rows than asked for and have more behind it
};
inline constexpr std::int64_t k_most_requests_a_page = 200;
/// Errors: invalid "wrong-page"; not_found for a library that cannot be seen.
[[nodiscard]] Result<RequestsPage> list_requests(House& house, const Caller& caller, const RequestsWanted& wanted);

/// How many stand on each tab; counted up to k_most_counted.
struct RequestCounts {
    std::int64_t waiting_for_me = 0;
    std::int64_t pending = 0;
    std::int64_t approved = 0;  // and auto-approved
    std::int64_t rejected = 0;
    std::int64_t expired = 0;
    std::int64_t revoked = 0;
    std::int64_t withdrawn = 0;
};
inline constexpr std::int64_t k_most_counted = 1'000;
/// Of the same requests as list_requests(); status, text and page are not looked at.
[[nodiscard]] Result<RequestCounts> count_requests(House& house, const Caller& caller, const RequestsWanted& wanted);

/// Errors: not_found for whoever is neither its requester nor one who decides.
[[nodiscard]] Result<RequestCard> read_request(House& house, const Caller& caller, RequestId id);

/// For ever, with the files that answer its form, where no other request came with the same form; the ledger keeps what
/// happened. By administrators, once it is over. Errors: forbidden "level-too-low"; not_found; conflict "not-over".
Done delete_request(House& house, const Caller& caller, RequestId id);

/// By its requester, while it is pending. Errors: not_found, conflict "decided-already".
[[nodiscard]] Result<RequestCard> cancel_request(House& house, const Caller& caller, RequestId id);

}  // namespace exeat::usecases
