#include "state/store/asset_pages.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>

#include "state/store/rows.h"

namespace exeat::store {
namespace {

/// What the SQL of an order is made of.
struct Order {
    std::string_view column;
    std::string_view after;  // the comparison that finds what comes later
    std::string_view by;
};
constexpr std::array<Order, 6> k_orders{{
    {"name_key", " and (name_key, no) > (", " order by name_key, no"},
    {"name_key", " and (name_key, no) < (", " order by name_key desc, no desc"},
    {"created_at", " and (created_at, no) > (", " order by created_at, no"},
    {"created_at", " and (created_at, no) < (", " order by created_at desc, no desc"},
    {"size", " and (size, no) > (", " order by size, no"},
    {"size", " and (size, no) < (", " order by size desc, no desc"},
}};

const Order& order_of(AssetOrder order) {
    return k_orders[static_cast<std::size_t>(order)];
}

bool is_down(AssetOrder order) {
    return order_of(order).by.ends_with("desc");
}

bool is_by_name(AssetOrder order) {
    return order_of(order).column == "name_key";
}

/// A statement and its parameters, put together from fixed pieces.
class Statement {
public:
    explicit Statement(std::string text) : text_(std::move(text)) {}
    Statement& add(std::string_view piece) {
        text_ += piece;
        return *this;
    }
    Statement& bind(sql::Parameter parameter) {
        parameters_.push_back(std::move(parameter));
        text_ += "$" + std::to_string(parameters_.size());
        return *this;
    }
    [[nodiscard]] Result<sql::Rows> query(sql::Session& session) const { return session.query(text_, parameters_); }

private:
    std::string text_;
    std::vector<sql::Parameter> parameters_;
};

/// A text as a pattern of `like` that holds it anywhere.
std::string pattern_with(std::string_view text) {
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + "%";
}

void add_conditions(Statement& statement, const AssetsWanted& wanted) {
    statement.add(" where library = ").bind(sql::Parameter(wanted.library)).add(" and deleted_at is null");
    if (wanted.folder) statement.add(" and folder = ").bind(sql::Parameter(*wanted.folder));
    if (!wanted.text.empty()) {
        statement.add(" and name_key like ").bind(sql::Parameter(pattern_with(wanted.text))).add(" escape '!'");
    }
    if (wanted.available_at) {
        const sql::Parameter now(*wanted.available_at);
        statement.add(" and status = 'published' and (available_from is null or available_from <= ").bind(now);
        statement.add(") and (available_until is null or available_until > ").bind(now).add(")");
    }
}

Statement selection(const AssetsWanted& wanted) {
    Statement statement("select no, id, folder, status, available_from, available_until, " +
                        std::string(order_of(wanted.order).column) + " from assets");
    add_conditions(statement, wanted);
    return statement;
}

PickedAsset picked_of(const sql::Row& row, AssetOrder order) {
    PickedAsset picked;
    picked.key.no = row.get<std::int64_t>(0);
    picked.id = row.get<AssetId>(1);
    picked.folder = id_or_none<FolderId>(row, 2);
    picked.lifecycle.status = word_at<policy::AssetStatus>(row, 3);
    picked.lifecycle.available_from = row.get<std::optional<Instant>>(4);
    picked.lifecycle.available_until = row.get<std::optional<Instant>>(5);
    if (is_by_name(order)) {
        picked.key.value = row.get<std::string>(6);
    } else {
        picked.key.value = row.get<std::int64_t>(6);
    }
    return picked;
}

Result<std::vector<PickedAsset>> run(sql::Session& session, const Statement& statement, AssetOrder order) {
    EXEAT_TAKE(const auto rows, statement.query(session));
    std::vector<PickedAsset> picked;
    picked.reserve(rows.size());
    for (const auto& row : rows) picked.push_back(picked_of(row, order));
    return picked;
}

sql::Parameter parameter_of(const AssetKey& key) {
    if (const auto* text = std::get_if<std::string>(&key.value)) return sql::Parameter(*text);
    return sql::Parameter(std::get<std::int64_t>(key.value));
}

}  // namespace

bool comes_before(const AssetKey& one, const AssetKey& other, AssetOrder order) {
    const auto& [first, second] = is_down(order) ? std::tie(other, one) : std::tie(one, other);
    if (first.value != second.value) return first.value < second.value;
    return first.no < second.no;
}

Result<std::vector<PickedAsset>> pick_assets(sql::Session& session, const AssetsWanted& wanted,
                                             const std::optional<AssetKey>& after, std::int64_t skip,
                                             std::int64_t limit) {
    auto statement = selection(wanted);
    if (after) {
        statement.add(order_of(wanted.order).after).bind(parameter_of(*after));
        statement.add(", ").bind(sql::Parameter(after->no)).add(")");
    }
    statement.add(order_of(wanted.order).by).add(" limit ").bind(sql::Parameter(limit));
    if (skip > 0) statement.add(" offset ").bind(sql::Parameter(skip));
    return run(session, statement, wanted.order);
}

Result<std::vector<PickedAsset>> pick_among(sql::Session& session, const AssetsWanted& wanted,
                                            std::span<const std::int64_t> nos) {
    std::vector<PickedAsset> all;
    for (std::size_t from = 0; from < nos.size(); from += k_longest_list) {
        const auto some = nos.subspan(from, std::min(k_longest_list, nos.size() - from));
        auto statement = selection(wanted);
        statement.add(" and no in (");
        for (std::size_t i = 0; i < list_length(some.size()); ++i) {
            if (i > 0) statement.add(", ");
            statement.bind(sql::Parameter(some[std::min(i, some.size() - 1)]));
        }
        EXEAT_TAKE(auto picked, run(session, statement.add(")"), wanted.order));
        std::ranges::move(picked, std::back_inserter(all));
    }
    std::ranges::sort(all, [&](const PickedAsset& one, const PickedAsset& other) {
        return comes_before(one.key, other.key, wanted.order);
    });
    return all;
}

Result<std::int64_t> count_assets(sql::Session& session, const AssetsWanted& wanted) {
    Statement statement("select count(*) from assets");
    add_conditions(statement, wanted);
    EXEAT_TAKE(const auto rows, statement.query(session));
    return rows.at(0).get<std::int64_t>(0);
}

}  // namespace exeat::store
