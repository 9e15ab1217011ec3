#include "app/policy_eval/members.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/kind.hpp>
#include <cmath>

namespace exeat::policy_eval {

namespace json = boost::json;

namespace {

constexpr std::size_t k_most_mistakes = 8;              // of one line: more would not be read
constexpr std::int64_t k_most = std::int64_t{1} << 53;  // what every JSON reader keeps exactly

std::string_view view(const json::string& text) {
    return {text.data(), text.size()};
}

bool is_absent(const json::value* value) {
    return value == nullptr || value->is_null();
}

std::string quoted(std::string_view text) {
    std::size_t shown = std::min<std::size_t>(text.size(), 60);
    while (shown < text.size() && (static_cast<unsigned char>(text[shown]) & 0xC0U) == 0x80U) --shown;
    std::string out = "\"";
    out.append(text.substr(0, shown));
    return out.append(shown < text.size() ? "…\"" : "\"");
}

std::optional<std::string_view> text_of(Reading& reading, const json::value& value, const Place& place) {
    if (const json::string* text = value.if_string()) return view(*text);
    add_mistake(reading, place, "This must be a text.");
    return std::nullopt;
}

/// Whole numbers, also when written like 2.0.
std::optional<std::int64_t> whole(const json::value& value) {
    if (const std::int64_t* number = value.if_int64()) return *number;
    const double* number = value.if_double();
    if (number == nullptr || std::trunc(*number) != *number || std::abs(*number) > static_cast<double>(k_most)) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(*number);
}

}  // namespace

std::string Place::pointer() const {
    std::string out = above == nullptr ? "" : above->pointer();
    if (index) return out.append("/").append(std::to_string(*index));
    if (above == nullptr) return out;
    out += '/';
    for (const char c : key) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

void add_mistake(Reading& reading, const Place& place, std::string text) {
    if (reading.mistakes.size() < k_most_mistakes) reading.mistakes.push_back({place.pointer(), std::move(text)});
}

const json::object* read_object(Reading& reading, const json::value* value, const Place& place) {
    if (is_absent(value)) return nullptr;
    const json::object* object = value->if_object();
    if (object == nullptr) add_mistake(reading, place, "This must be an object.");
    return object;
}

std::span<const json::value> read_list(Reading& reading, const json::value* value, const Place& place) {
    if (is_absent(value)) return {};
    const json::array* list = value->if_array();
    if (list == nullptr) {
        add_mistake(reading, place, "This must be a list.");
        return {};
    }
    return {list->data(), list->size()};
}

std::span<const std::string_view> read_texts(Reading& reading, const json::value* value, const Place& place) {
    const std::span<const json::value> list = read_list(reading, value, place);
    const std::span<std::string_view> texts = new_list<std::string_view>(reading, list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
        texts[i] = text_of(reading, list[i], Place{&place, {}, i}).value_or(std::string_view{});
    }
    return texts;
}

Members::Members(Reading& reading, const json::value* value, const Place& place)
    : reading_(reading), object_(read_object(reading, value, place)), place_(place) {}

const json::value* Members::find(std::string_view key) {
    if (object_ == nullptr) return nullptr;
    const json::object::const_iterator first = object_->begin();
    if (next_ >= object_->size() || std::string_view(first[static_cast<std::ptrdiff_t>(next_)].key()) != key) {
        const auto found = object_->find(json::string_view(key.data(), key.size()));
        if (found == object_->end()) return nullptr;
        next_ = static_cast<std::size_t>(found - first);
    }
    if (next_ < 64) seen_ |= std::uint64_t{1} << next_;
    ++found_;
    const json::value& value = first[static_cast<std::ptrdiff_t>(next_++)].value();
    return value.is_null() ? nullptr : &value;
}

const json::value* Members::need(std::string_view key) {
    const json::value* value = find(key);
    if (value == nullptr) add_mistake(reading_, place_of(key), "This is missing.");
    return value;
}

void Members::note_unknown() {
    if (object_ == nullptr || found_ >= object_->size()) return;
    std::size_t index = 0;
    for (const json::key_value_pair& member : *object_) {
        if (index >= 64 || ((seen_ >> index) & 1U) == 0) {
            reading_.unknown.push_back({place_of(member.key()).pointer(), "Nobody knows this; it was not looked at."});
        }
        ++index;
    }
}

std::span<const json::value> Members::list(std::string_view key) {
    return read_list(reading_, find(key), place_of(key));
}

bool Members::truth(std::string_view key) {
    const json::value* value = find(key);
    if (value == nullptr) return false;
    if (const bool* truth = value->if_bool()) return *truth;
    add_mistake(reading_, place_of(key), "This must be true or false.");
    return false;
}

std::optional<std::int64_t> Members::read_number(const json::value& value, const Place& place) {
    const auto number = whole(value);
    if (number && *number >= -k_most && *number <= k_most) return number;
    add_mistake(reading_, place, "This must be a whole number, at most 2^53.");
    return std::nullopt;
}

std::optional<std::int64_t> Members::number(std::string_view key) {
    const json::value* value = find(key);
    return value == nullptr ? std::nullopt : read_number(*value, place_of(key));
}

std::int64_t Members::needed_number(std::string_view key) {
    const json::value* value = need(key);
    return value == nullptr ? 0 : read_number(*value, place_of(key)).value_or(0);
}

std::optional<std::string_view> Members::read_text(const json::value& value, const Place& place) {
    return text_of(reading_, value, place);
}

std::optional<std::string_view> Members::text(std::string_view key) {
    const json::value* value = find(key);
    return value == nullptr ? std::nullopt : read_text(*value, place_of(key));
}

std::string_view Members::needed_text(std::string_view key) {
    const json::value* value = need(key);
    return value == nullptr ? std::string_view{} : read_text(*value, place_of(key)).value_or(std::string_view{});
}

std::optional<Instant> Members::read_instant(const json::value& value, const Place& place) {
    const auto text = read_text(value, place);
    if (!text) return std::nullopt;
    const Result<Instant> instant = parse_instant(*text);
    if (instant) return *instant;
    add_mistake(reading_, place, quoted(*text) + ": " + instant.error().text);
    return std::nullopt;
}

std::optional<Instant> Members::instant(std::string_view key) {
    const json::value* value = find(key);
    return value == nullptr ? std::nullopt : read_instant(*value, place_of(key));
}

Instant Members::needed_instant(std::string_view key) {
    const json::value* value = need(key);
    return value == nullptr ? Instant{} : read_instant(*value, place_of(key)).value_or(Instant{});
}

std::optional<policy::Level> Members::read_level(const json::value& value, const Place& place) {
    const auto number = read_number(value, place);
    if (!number) return std::nullopt;
    const auto level = policy::level_of(*number);
    if (!level) add_mistake(reading_, place, std::to_string(*number) + " is no level. Levels are 0 1 2 3 4 7 8 9.");
    return level;
}

std::optional<policy::Level> Members::level(std::string_view key) {
    const json::value* value = find(key);
    return value == nullptr ? std::nullopt : read_level(*value, place_of(key));
}

policy::Level Members::needed_level(std::string_view key) {
    const json::value* value = need(key);
    return value == nullptr ? policy::Level{} : read_level(*value, place_of(key)).value_or(policy::Level{});
}

std::span<const std::string_view> Members::texts(std::string_view key) {
    return read_texts(reading_, find(key), place_of(key));
}

policy::FileSet Members::files(std::string_view key, const policy::FileSet& when_null) {
    const json::value* value = find(key);
    if (value == nullptr) return when_null;
    const Place place = place_of(key);
    const std::span<const std::string_view> texts = read_texts(reading_, value, place);
    const std::span<std::string_view> presets = new_list<std::string_view>(reading_, texts.size());
    policy::FileSet set;
    std::size_t count = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto word = policy::parse_file_word(texts[i]);
        if (!word) {
            add_mistake(reading_, Place{&place, {}, i},
                        quoted(texts[i]) + " is not one of original, version, conversion, attachment, preset:NAME.");
        } else if (word->file_class) {
            set.classes.add(*word->file_class);
        } else {
            presets[count++] = word->preset;
        }
    }
    set.presets = presets.first(count);
    return set;
}

void Members::mistake_in_word(const Place& place, std::string_view text, std::span<const std::string_view> words) {
    std::string told = quoted(text) + " is not one of ";
    for (std::size_t i = 0; i < words.size(); ++i) told.append(i == 0 ? "" : ", ").append(words[i]);
    add_mistake(reading_, place, told.append("."));
}

}  // namespace exeat::policy_eval
