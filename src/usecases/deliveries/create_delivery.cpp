#include "usecases/deliveries/create_delivery.h"

#include <algorithm>
#include <boost/json.hpp>

#include "usecases/deliveries/archive.h"
#include "usecases/deliveries/free_file.h"
#include "usecases/keys.h"
#include "usecases/maintenance/restored.h"
#include "usecases/permit.h"
#include "usecases/record.h"

namespace exeat::usecases {
namespace {

constexpr std::size_t k_longest_answer = 2'000;

/// The form in force asks one thing: what the files are for.
Done check_answers(const std::string& answers) {
    if (answers.empty()) return {};
    Error wrong{ErrorKind::invalid,
                "wrong-answers",
                "Say what you will use the files for: answers.intended_use.",
                {},
                {{"/answers/intended_use", "A text of 1 to 2,000 characters."}}};
    boost::system::error_code error;
    const auto value = boost::json::parse(answers, error);
    if (error || !value.is_object()) return fail(std::move(wrong));
    const auto* use = value.get_object().if_contains("intended_use");
    if (use == nullptr || !use->is_string() || value.get_object().size() != 1) return fail(std::move(wrong));
    const std::string_view text = use->get_string();
    const bool blank = std::ranges::all_of(text, [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
    if (blank || text.size() > k_longest_answer) return fail(std::move(wrong));
    return {};
}

struct Sorted {
    std::vector<store::DeliveryItem> items;
    std::vector<LeftOut> left_out;
    std::optional<Error> first_refusal;
    std::optional<Instant> good_until;  // the earliest of all
    std::vector<std::string> facts;     // for the ledger: what was decided about each
};

LeftOut left_out(const WantedFile& wanted, const Error& error) {
    LeftOut out{wanted, error.code, {error.text}, std::nullopt};
    if (error.refusal) {
        out.why = error.refusal->why;
        out.decision = error.refusal->decision;
    }
    return out;
}

/// Only what concerns this file; a server that cannot answer refuses the whole call.
bool is_about_the_file(const Error& error) {
    return error.kind == ErrorKind::not_found || error.kind == ErrorKind::forbidden ||
           error.kind == ErrorKind::unsupported;
}

class Sorter {
public:
    Sorter(House& house, const Caller& caller, const store::Accepted& accepted, std::optional<policy::Quota> quota)
        : house_(house), caller_(caller), accepted_(accepted), quota_(quota) {}

    Done take(const WantedFile& wanted) {
        auto item = free_item(wanted);
        if (item) {
            sorted_.items.push_back(std::move(*item));
            return {};
        }
        if (!is_about_the_file(item.error())) return std::unexpected(std::move(item.error()));
        sorted_.left_out.push_back(left_out(wanted, item.error()));
        if (!sorted_.first_refusal) sorted_.first_refusal = std::move(item.error());
        return {};
    }
    Sorted done() { return std::move(sorted_); }

private:
    Result<store::DeliveryItem> free_item(const WantedFile& wanted) {
        EXEAT_TAKE(const auto name, domain::parse_file_name(wanted.file));
        auto quota = quota_;
        // What is free already counts: the next file has to fit on top of it.
        if (quota) quota->wanted = static_cast<std::int64_t>(sorted_.items.size()) + 1;
        EXEAT_TAKE(const auto permit,
                   may_leave(house_, house_.authority, caller_, wanted.asset, name, accepted_, quota));
        EXEAT_TRY(must(permit));
        EXEAT_TAKE(auto item, resolve(house_, permit, name));
        const auto until = permit.decision().good_until;
        if (until && (!sorted_.good_until || *until < *sorted_.good_until)) sorted_.good_until = until;
        return item;
    }

    House& house_;
    const Caller& caller_;
    const store::Accepted& accepted_;
    std::optional<policy::Quota> quota_;
    Sorted sorted_;
};

std::string ledger_body(const store::Delivery& delivery, const Sorted& sorted) {
    boost::json::array files;
    for (const auto& item : delivery.items) {
        files.push_back(boost::json::object{
            {"asset", item.asset.text()}, {"file", item.file}, {"sha256", to_text(item.digest)}, {"size", item.size}});
    }
    boost::json::object body{{"files", std::move(files)},
                             {"left_out", static_cast<std::int64_t>(sorted.left_out.size())},
                             {"bytes", delivery.bytes}};
    if (!delivery.accepted.answers.empty()) body["answers"] = boost::json::parse(delivery.accepted.answers);
    boost::json::array terms;
    for (const auto& version : delivery.accepted.terms) {
        terms.push_back(boost::json::object{{"id", version.id.text()}, {"version", version.number}});
    }
    if (!terms.empty()) body["terms"] = std::move(terms);
    return boost::json::serialize(body);
}

/// Counts the reservation against the quota as it is now; somebody else may have used it up meanwhile.
Done reserve(sql::Transaction& transaction, const std::optional<QuotaRule>& rule, store::Delivery& delivery,
             Instant now) {
    if (!rule || rule->is_administrator) return {};
    const auto files = static_cast<std::int64_t>(delivery.items.size());
    EXEAT_TAKE(const auto quota, quota_now(transaction, *rule, delivery.person, now, files));
    if (quota.used + quota.wanted > quota.limit) {
        return fail(ErrorKind::forbidden, "denied", "Your quota of downloads is used up for now.");
    }
    delivery.reserved = files;
    delivery.reserved_day = store::day_of(now);
    return store::add_quota_use(transaction, delivery.person, *delivery.reserved_day, files);
}

Done check_wish(const DeliveryWish& wish) {
    if (wish.files.empty()) {
        return fail(ErrorKind::invalid, "no-files", "Name at least one file: items is empty.");
    }
    if (wish.files.size() > k_delivery_files) {
        return fail(ErrorKind::invalid, "too-many-files", "A delivery has at most 10,000 files. Ask in several.");
    }
    return check_answers(wish.answers);
}

/// What is kept of a delivery that starts now; takes the items out of `sorted`.
Result<store::Delivery> delivery_of(const Caller& caller, PersonId person, const DeliveryWish& wish, Sorted& sorted,
                                    Instant now) {
    store::Delivery delivery;
    delivery.id = DeliveryId::make(now);
    delivery.person = person;
    if (caller.session) delivery.sign_in = caller.session->text();
    if (caller.token) delivery.sign_in = caller.token->text();
    delivery.accepted = {wish.answers, wish.terms};
    delivery.created_at = now;
    delivery.expires_at = Instant{now.ms + k_ticket_ms};
    if (sorted.good_until) delivery.expires_at = std::min(delivery.expires_at, *sorted.good_until);
    delivery.items = std::move(sorted.items);
    delivery.bytes = delivery.items.front().size;
    if (wish.files.size() > 1) {
        EXEAT_TAKE(const auto layout, archive_layout(delivery));
        delivery.bytes = static_cast<std::int64_t>(layout.total_length());
    }
    return delivery;
}

}  // namespace

Result<DeliveryMade> create_delivery(House& house, const Caller& caller, const DeliveryWish& wish) {
    if (caller.is_operator()) {
        return fail(ErrorKind::forbidden, "no-person",
                    "The operator is nobody who may take files. Sign in as a person.");
    }
    EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
    EXEAT_TRY(check_wish(wish));
    EXEAT_TAKE(const auto now, house.authority.now());
    EXEAT_TAKE(const auto rule, quota_rule(house, person->id));
    std::optional<policy::Quota> quota;
    if (rule) {
        EXEAT_TAKE(quota, house.database.read(
                              [&](sql::Session& session) { return quota_now(session, *rule, person->id, now, 1); }));
    }
    const store::Accepted accepted{wish.answers, wish.terms};
    Sorter sorter(house, caller, accepted, quota);
    for (const auto& wanted : wish.files) EXEAT_TRY(sorter.take(wanted));
    auto sorted = sorter.done();
    if (sorted.items.empty()) return fail(std::move(*sorted.first_refusal));

    EXEAT_TAKE(auto delivery, delivery_of(caller, person->id, wish, sorted, now));
    auto made = house.database.write(
        [&](sql::Transaction& transaction) -> Result<DeliveryId> {
            EXEAT_TAKE(const auto earlier, done_before(transaction, caller.once));
            if (earlier) return DeliveryId::parse(*earlier).value();
            EXEAT_TRY(must_not_be_held(transaction));
            delivery.reserved = 0;
            delivery.reserved_day.reset();
            EXEAT_TRY(reserve(transaction, rule, delivery, now));
            EXEAT_TRY(store::insert_delivery(transaction, delivery));
            Happening opened{.kind = "delivery_opened", .about = delivery.id.text()};
            if (delivery.items.size() == 1) opened.asset = delivery.items.front().asset;
            opened.body = ledger_body(delivery, sorted);
            EXEAT_TRY(record(transaction, caller, now, opened));
            EXEAT_TRY(note_done(transaction, caller.once, delivery.id.text(), now));
            return delivery.id;
        },
        rule ? sql::Isolation::serializable : sql::Isolation::read_committed);
    if (!made) return fail(std::move(made.error()));
    DeliveryMade answer;
    answer.ticket = house.keys.ticket_of(*made);
    answer.expires_at = delivery.expires_at;
    answer.bytes = delivery.bytes;
    answer.files = static_cast<std::int64_t>(delivery.items.size());
    answer.left_out = std::move(sorted.left_out);
    return answer;
}

}  // namespace exeat::usecases
