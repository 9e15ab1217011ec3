#include "state/store/mail_wishes.h"

#include <span>
#include <vector>

#include "platform/sql/insert_rows.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

/// In the order of the topics.
constexpr std::array<MailChoice MailChoices::*, domain::k_mail_topics> k_choices{
    &MailChoices::to_decide, &MailChoices::approved_by_rule, &MailChoices::answers,    &MailChoices::questions,
    &MailChoices::passes,    &MailChoices::passes_ending,    &MailChoices::standing_in};

Done write_choices(sql::Transaction& transaction, PersonId person, const MailChoices& choices) {
    EXEAT_TRY(transaction.change("delete from mail_choices where person = $1", {person}));
    constexpr std::size_t k_columns = 3;
    std::vector<sql::Parameter> cells;
    for (std::size_t i = 0; i < domain::k_mail_topics; ++i) {
        const auto topic = static_cast<domain::MailTopic>(i);
        if (choices.of(topic) == MailChoice::at_once) continue;
        cells.insert(cells.end(), {person, policy::to_text(topic), policy::to_text(choices.of(topic))});
    }
    if (cells.empty()) return {};
    return sql::insert_rows(transaction, "insert into mail_choices (person, topic, choice) values ", k_columns, cells);
}

}  // namespace

MailChoice MailChoices::of(domain::MailTopic topic) const {
    return this->*k_choices[static_cast<std::size_t>(topic)];
}

void MailChoices::choose(domain::MailTopic topic, MailChoice choice) {
    this->*k_choices[static_cast<std::size_t>(topic)] = choice;
}

Result<MailWish> read_mail_wish(sql::Session& session, PersonId person) {
    EXEAT_TAKE(const auto rows,
               session.query("select w.zone, w.version, coalesce(c.topic, ''), coalesce(c.choice, '') from "
                             "mail_wishes w left join mail_choices c on c.person = w.person where w.person = $1",
                             {person}));
    MailWish wish;
    for (const auto& row : rows) {
        wish.zone = row.get<std::string>(0);
        wish.version = row.get<std::int64_t>(1);
        if (row.get<std::string>(2).empty()) continue;  // everything at once
        wish.choices.choose(word_at<domain::MailTopic>(row, 2), word_at<MailChoice>(row, 3));
    }
    return wish;
}

Done write_mail_wish(sql::Transaction& transaction, PersonId person, const MailWish& wish) {
    EXEAT_TAKE(const auto before, read_mail_wish(transaction, person));
    if (before.version != wish.version) return all_changed(std::int64_t{0}, 1);
    EXEAT_TRY(one_changed(
        transaction.change("insert into mail_wishes (person, zone, version) values ($1, $2, $3) on conflict (person) "
                           "do update set zone = excluded.zone, version = excluded.version "
                           "where mail_wishes.version = $4",
                           {person, wish.zone, wish.version + 1, wish.version})));
    return write_choices(transaction, person, wish.choices);
}

}  // namespace exeat::store
