#include "usecases/requests/questions.h"

#include <algorithm>
#include <set>

#include "core/domain/names.h"
#include "state/store/request_rows.h"
#include "state/store/settled_notices.h"
#include "usecases/particulars.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"
#include "usecases/requests/kept_places.h"
#include "usecases/requests/rules.h"
#include "usecases/requests/tell.h"

namespace exeat::usecases {
namespace {

using domain::RequestPhase;
using domain::Talk;

Done check_message(const std::string& text) {
    constexpr std::size_t k_message_bytes = 2'000;
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
        return wrong_member("wrong-message", "/text", "Write something first.");
    }
    if (text.size() <= k_message_bytes && domain::is_text(text)) return {};
    return wrong_member("wrong-message", "/text", "A question or an answer has at most 2,000 bytes of text.");
}

/// Something that is said inside one transaction.
class Saying {
public:
    Saying(sql::Transaction& transaction, const Caller& caller, const std::string& text, Instant now)
        : transaction_(transaction), caller_(caller), text_(text), now_(now), places_(transaction, now) {}

    Done ask(RequestId id) {
        EXEAT_TRY(begin(id));
        EXEAT_TRY(must_decide(places_, *me_, request_, false));
        EXEAT_TRY(must_be_open());
        EXEAT_TAKE(auto asset, places_.asset(request_.asset));
        if (!asset) return nothing_here();
        EXEAT_TAKE(const auto directors, asks_directors(places_, request_, std::move(asset)));
        EXEAT_TRY(must_decide(places_, *me_, request_, directors));
        EXEAT_TRY(say(Talk::question, "question_asked"));
        EXEAT_TAKE(const auto receivers, holders_of(transaction_, request_));
        return tell_them(receivers, "question_asked");
    }

    Done answer(RequestId id) {
        EXEAT_TRY(begin(id));
        if (!request_.person || request_.person != caller_.person) return nothing_here();
        EXEAT_TRY(must_be_open());
        if (said_.empty()) {
            return fail(ErrorKind::conflict, "no-question", "Nobody has asked anything about this request.");
        }
        if (!takes_an_answer(said_)) {
            return fail(ErrorKind::conflict, "answered-already",
                        "You have answered this three times. Nothing can be added until you are asked again.");
        }
        EXEAT_TRY(say(Talk::answer, "question_answered"));
        EXEAT_TRY(store::settle_question(transaction_, id, now_));
        EXEAT_TAKE(const auto receivers, those_who_asked());
        return tell_them(receivers, "question_answered");
    }

private:
    Done begin(RequestId id) {
        EXEAT_TAKE(me_, standing_of(places_, caller_));
        EXEAT_TAKE(auto request, store::read_request(transaction_, id));
        if (!request) return nothing_here();
        request_ = std::move(*request);
        EXEAT_TAKE(said_, store::messages_of(transaction_, id));
        return {};
    }

    Done must_be_open() {
        if (request_.phase == RequestPhase::pending) {
            if (std::cmp_less(said_.size(), domain::k_most_messages)) return {};
            return wrong_member("too-many-messages", "/text",
                                "A request has at most 50 questions and answers. Decide on it, or withdraw it.");
        }
        const auto who = request_.ended_by ? request_.ended_by : request_.decided_by;
        std::string name;
        if (who) {
            EXEAT_TAKE(const auto standing, places_.standing(*who));
            if (standing) name = standing->name;
        }
        return decided_already(request_, name);
    }

    Done say(Talk kind, std::string_view ledger_kind) {
        store::MessageRow message;
        // Later than what was said before, so that the order of ids is that of the conversation.
        message.said_at = said_.empty() ? now_ : std::max(now_, Instant{said_.back().said_at.ms + 1});
        message.id = to_text(new_id_bits(message.said_at));
        message.request = request_.id;
        message.kind = kind;
        message.person = *caller_.person;
        message.text = text_;
        EXEAT_TRY(store::insert_message(transaction_, message));
        return record(transaction_, caller_, now_,
                      {.kind = ledger_kind,
                       .library = request_.library,
                       .asset = request_.asset,
                       .person = request_.person,
                       .about = request_.id.text(),
                       .body = Particulars().text("text", text_).body()});
    }

    /// As far as they decide there still, with those who stand in for them; where nobody of them is left, whoever
    /// receives such requests.
    Result<std::vector<store::Receiver>> those_who_asked() {
        std::set<PersonId> askers;
        for (const auto& one : said_) {
            if (one.kind == Talk::question) askers.insert(one.person);
        }
        std::vector<store::Receiver> receivers;
        for (const auto& id : askers) {
            EXEAT_TAKE(const auto person, places_.standing(id));
            if (!person || !must_decide(places_, *person, request_, request_.for_directors)) continue;
            receivers.push_back({id, person->email});
        }
        EXEAT_TAKE(const auto library, places_.library(request_.library));
        if (!library) return receivers;
        if (receivers.empty()) return receivers_of(transaction_, *library, request_.for_directors, now_);
        return with_substitutes(transaction_, library->id, request_.for_directors, std::move(receivers), now_);
    }

    Done tell_them(const std::vector<store::Receiver>& receivers, std::string_view kind) {
        EXEAT_TRY(tell(transaction_, caller_, now_, receivers,
                       {.kind = kind,
                        .request = request_,
                        .batch = BatchId::make(now_),
                        .note = text_,
                        .mail_after = Instant{now_.ms + domain::k_undo_ms}}));
        return store::note_requests(transaction_, {request_.holder()});
    }

    sql::Transaction& transaction_;
    const Caller& caller_;
    const std::string& text_;
    Instant now_;
    KeptPlaces places_;
    std::shared_ptr<const domain::Standing> me_;
    domain::Request request_;
    std::vector<store::MessageRow> said_;
};

template <class Work>
Result<RequestCard> say(House& house, const Caller& caller, RequestId id, const std::string& text, Work work) {
    if (!caller.person) {
        return fail(ErrorKind::forbidden, "no-person", "The operator is nobody who may ask. Sign in as a person.");
    }
    EXEAT_TRY(check_message(text));
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TRY(change(house, [&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(const auto earlier, done_before(transaction, caller.once));
        if (earlier) return {};
        EXEAT_TRY(note_done(transaction, caller.once, id.text(), now));
        Saying saying(transaction, caller, text, now);
        return work(saying);
    }));
    return read_request(house, caller, id);
}

}  // namespace

bool takes_an_answer(const std::vector<store::MessageRow>& said) {
    const auto question =
        std::find_if(said.rbegin(), said.rend(), [](const auto& one) { return one.kind == Talk::question; });
    return question != said.rend() && question - said.rbegin() < k_most_answers_in_a_row;
}

Result<RequestCard> ask_question(House& house, const Caller& caller, RequestId id, const std::string& text) {
    return say(house, caller, id, text, [&](Saying& saying) { return saying.ask(id); });
}

Result<RequestCard> answer_question(House& house, const Caller& caller, RequestId id, const std::string& text) {
    return say(house, caller, id, text, [&](Saying& saying) { return saying.answer(id); });
}

}  // namespace exeat::usecases
