#include "core/domain/names.h"
#include "core/words/unsent_text.h"
#include "platform/json/read.h"
#include "state/store/described.h"
#include "state/store/notice_rows.h"
#include "state/store/request_files.h"
#include "state/store/request_messages.h"
#include "state/store/request_rows.h"
#include "state/store/settled_notices.h"
#include "state/store/terms.h"
#include "state/store/unsent_mails.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"
#include "usecases/requests/answers_json.h"
#include "usecases/requests/askable.h"
#include "usecases/requests/history.h"
#include "usecases/requests/questions.h"
#include "usecases/requests/requests.h"
#include "usecases/requests/rules.h"
#include "usecases/requests/shown.h"

namespace exeat::usecases {
namespace {

/// With the last of a form withdrawn, whoever was not mailed yet is not bothered.
Done untell(sql::Transaction& transaction, AskId id) {
    EXEAT_TAKE(const auto ask, store::read_ask(transaction, id));
    if (!ask || ask->waiting > 0) return {};
    return store::take_back_asking(transaction, id);
}

/// The mails about a request that never arrived. Its requester learns no names of others, nor what a server says of
/// their addresses.
Result<std::vector<UnsentMail>> unsent_mails(sql::Session& session, const domain::Request& request,
                                             const domain::Standing& reader) {
    EXEAT_TAKE(const auto rows, store::unsent_mails_of(session, request));
    std::vector<UnsentMail> mails;
    for (const auto& row : rows) {
        words::UnsentFacts facts;
        facts.is_own = row.person == reader.id;
        facts.was_refused = row.state == store::MailState::refused;
        if (!is_own(request, reader)) facts.name = row.name;
        if (!is_own(request, reader) || facts.is_own) facts.reply = row.reply;
        mails.push_back({row.kind, row.at, words::unsent_text(facts, words::Language::english)});
    }
    return mails;
}

/// Withdrawn by whom it belongs to.
Done withdraw(sql::Transaction& transaction, const Caller& caller, RequestId id, Instant now) {
    EXEAT_TAKE(auto request, store::read_request(transaction, id));
    if (!request || request->person != caller.person) return nothing_here();
    if (request->phase != domain::RequestPhase::pending) return decided_already(*request, "");
    request->status = policy::RequestStatus::cancelled;
    request->phase = domain::RequestPhase::withdrawn;
    request->closed = domain::Closed::by_requester;
    request->ended_at = now;
    request->ended_by = caller.person;
    EXEAT_TRY(store::update_request(transaction, *request));
    EXEAT_TRY(store::add_waiting(transaction, request->ask, -1));
    EXEAT_TRY(store::forget_files_of_undecided(transaction, request->ask));
    EXEAT_TRY(untell(transaction, request->ask));
    EXEAT_TRY(store::settle_notices(transaction, std::span(&request->id, 1), std::span(&request->ask, 1), now));
    EXEAT_TRY(record(transaction, caller, now, happening_of(*request, "request_cancelled")));
    return store::note_requests(transaction, {request->holder()});
}

}  // namespace

Result<RequestCard> read_request(House& house, const Caller& caller, RequestId id) {
    EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
    EXEAT_TAKE(auto rows, rows_of(house, *person, std::span(&id, 1)));
    if (rows.empty()) return nothing_here();
    RequestCard card;
    static_cast<RequestRow&>(card) = std::move(rows.front());
    EXEAT_TRY(house.database.read([&](sql::Session& session) -> Done {
        EXEAT_TAKE(const auto request, store::read_request(session, id));
        EXEAT_TAKE(const auto ask, store::read_ask(session, card.ask));
        if (!request || !ask) return nothing_here();
        card.wanted_actions = list_of(request->wanted_actions);
        card.wanted_files = request->wanted_files;
        EXEAT_TAKE(card.answers, json::from_text<std::vector<AnswerShown>>(ask->answers));
        for (auto& answer : card.answers) {
            for (auto& value : answer.values) value = domain::in_plain_lines(value);
        }
        EXEAT_TAKE(const auto files, store::files_of_ask(session, card.ask));
        card.sent_files.clear();
        for (const auto& file : files) card.sent_files.push_back({file.id, file.name, file.media_type, file.size});
        card.conversation.clear();
        if (request->person == person->id || !request->for_directors || person->level >= policy::Level::director) {
            EXEAT_TAKE(const auto said, store::messages_of(session, id));
            card.can.answer = card.can.answer && takes_an_answer(said);
            for (const auto& one : said) {
                card.conversation.push_back({one.id, one.kind, one.name, one.person == person->id,
                                             domain::in_plain_lines(one.text), one.said_at});
            }
        }
        EXEAT_TAKE(card.unsent_mails, unsent_mails(session, *request, *person));
        card.terms.reset();
        if (!ask->terms) return {};
        EXEAT_TAKE(auto text, store::read_terms(session, ask->terms->id, ask->terms->number));
        if (text) card.terms = TermsShown{text->id, text->number, std::move(text->title), std::move(text->body)};
        return {};
    }));
    EXEAT_TAKE(card.history, history_for(house, *person, card));
    EXEAT_TAKE(const auto library, house.authority.library(card.library));
    if (!library) return nothing_here();
    if (person->id == card.person && card.library_name.empty()) return card;  // hidden, and so is what holds there
    const auto& settings = library->policy->settings().requests;
    card.default_validity = settings.default_validity;
    card.longest_validity = settings.longest_validity;
    card.note_required = settings.note_required;
    if (card.can.reject) card.rejection_notes = settings.rejection_notes;
    return card;
}

Result<RequestCard> cancel_request(House& house, const Caller& caller, RequestId id) {
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TRY(change(house, [&](sql::Transaction& transaction) { return withdraw(transaction, caller, id, now); }));
    return read_request(house, caller, id);
}

}  // namespace exeat::usecases
