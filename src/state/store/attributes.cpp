#include "state/store/attributes.h"

#include "state/store/changes.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::string_view k_attribute = "select id, name, type, vocabulary, version from attributes";

domain::Attribute attribute_of(const sql::Row& row) {
    domain::Attribute attribute;
    attribute.id = row.get<AttributeId>(0);
    attribute.name = row.get<std::string>(1);
    attribute.type = word_at<domain::AttributeType>(row, 2);
    attribute.vocabulary = list_at(row, 3);
    attribute.version = row.get<std::int64_t>(4);
    return attribute;
}

std::string attribute_taken(const domain::Attribute& attribute) {
    return "There is already an attribute named \"" + attribute.name + "\". Choose another name.";
}

}  // namespace

Result<std::optional<domain::Attribute>> read_attribute(sql::Session& session, AttributeId id) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_attribute) + " where id = $1", {id}));
    if (!row) return std::optional<domain::Attribute>{};
    return std::optional(attribute_of(*row));
}

Result<std::vector<domain::Attribute>> read_attributes(sql::Session& session) {
    EXEAT_TAKE(const auto rows, session.query(std::string(k_attribute) + " order by name"));
    std::vector<domain::Attribute> attributes;
    attributes.reserve(rows.size());
    for (const auto& row : rows) attributes.push_back(attribute_of(row));
    return attributes;
}

Result<std::int64_t> count_carriers(sql::Session& session, AttributeId id, std::optional<std::string_view> value) {
    if (value) {
        EXEAT_TAKE(
            const auto row,
            session.one("select count(*) from asset_attributes where attribute = $1 and value = $2", {id, *value}));
        return row->get<std::int64_t>(0);
    }
    EXEAT_TAKE(const auto row,
               session.one("select count(distinct asset) from asset_attributes where attribute = $1", {id}));
    return row->get<std::int64_t>(0);
}

Done insert_attribute(sql::Transaction& transaction, const domain::Attribute& attribute) {
    auto inserted =
        transaction.change("insert into attributes (id, name, type, vocabulary, version) values ($1, $2, $3, $4, $5)",
                           {attribute.id, attribute.name, policy::to_text(attribute.type),
                            list_text(attribute.vocabulary), attribute.version});
    EXEAT_TRY(named_once(std::move(inserted), attribute_taken(attribute)));
    return note_change(transaction, ChangeKind::attribute, attribute.id.text());
}

Done update_attribute(sql::Transaction& transaction, const domain::Attribute& attribute) {
    auto changed = transaction.change(
        "update attributes set name = $1, type = $2, vocabulary = $3, version = version + 1 "
        "where id = $4 and version = $5",
        {attribute.name, policy::to_text(attribute.type), list_text(attribute.vocabulary), attribute.id,
         attribute.version});
    if (!changed) return named_once(std::move(changed), attribute_taken(attribute));
    EXEAT_TRY(one_changed(std::move(changed)));
    return note_change(transaction, ChangeKind::attribute, attribute.id.text());
}

Done delete_attribute(sql::Transaction& transaction, AttributeId id) {
    EXEAT_TRY(transaction.change("delete from attributes where id = $1", {id}));
    return note_change(transaction, ChangeKind::attribute, id.text());
}

}  // namespace exeat::store
