#include "state/store/settings_text.h"

#include <boost/json.hpp>

#include "platform/json/read.h"
#include "platform/json/write.h"
#include "state/store/described.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

/// Lays what was stored over the defaults, object by object, so that members that are newer than the row are there.
void lay_over(boost::json::object& below, const boost::json::object& above) {
    for (const auto& [key, value] : above) {
        auto* found = below.if_contains(key);
        if (found != nullptr && found->is_object() && value.is_object()) {
            lay_over(found->get_object(), value.get_object());
        } else {
            below[key] = value;
        }
    }
}

template <class Settings>
Result<Settings> settings_of(std::string_view text) {
    EXEAT_TAKE(const auto stored, json::from_text<boost::json::value>(text));
    auto whole = json::to_value(Settings{});
    if (!stored.is_object()) return fail(ErrorKind::internal, "internal", "", "settings are no object");
    lay_over(whole.get_object(), stored.get_object());
    auto settings = json::from_value<Settings>(whole);
    if (!settings) {
        return fail(ErrorKind::internal, "internal", "", "stored settings cannot be read: " + settings.error().text);
    }
    return settings;
}

}  // namespace

Result<domain::SiteSettings> site_settings_of(std::string_view text) {
    return settings_of<domain::SiteSettings>(text);
}

Result<domain::LibrarySettings> library_settings_of(std::string_view text) {
    return settings_of<domain::LibrarySettings>(text);
}

std::string text_of(const domain::SiteSettings& settings) {
    return json::to_text(settings);
}

std::string text_of(const domain::LibrarySettings& settings) {
    return json::to_text(settings);
}

std::string list_text(const std::vector<std::string>& list) {
    return json::to_text(list);
}

std::vector<std::string> list_at(const sql::Row& row, std::size_t column) {
    auto list = json::from_text<std::vector<std::string>>(row.get<std::string>(column));
    if (!list) throw sql::WrongType{"a list column holds no list"};
    return std::move(*list);
}

}  // namespace exeat::store
