#include "platform/json/parse.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>
#include <charconv>
#include <cmath>
#include <exception>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace exeat::json {
namespace {

namespace bj = boost::json;

/// What basic_parser asks of a handler, with nothing done: the two handlers below say what they care about.
struct IdleHandler {
    // NOLINTBEGIN(readability-identifier-naming): names that basic_parser asks for
    static constexpr std::size_t max_object_size = bj::object::max_size();
    static constexpr std::size_t max_array_size = bj::array::max_size();
    static constexpr std::size_t max_key_size = bj::string::max_size();
    static constexpr std::size_t max_string_size = bj::string::max_size();
    // NOLINTEND(readability-identifier-naming)

    bool on_document_begin(bj::error_code& /*ec*/) { return true; }
    bool on_document_end(bj::error_code& /*ec*/) { return true; }
    bool on_comment_part(bj::string_view /*text*/, bj::error_code& /*ec*/) { return true; }
    bool on_comment(bj::string_view /*text*/, bj::error_code& /*ec*/) { return true; }
};

/// Builds the tree. boost::json::parser does too, but forgets how many keys there were and rounds doubles.
class TreeBuilder : public IdleHandler {
public:
    bool on_document_begin(bj::error_code& /*ec*/) { return true; }
    bool on_object_begin(bj::error_code& /*ec*/) { return true; }
    bool on_object_end(std::size_t count, bj::error_code& /*ec*/) {
        keys_ += count;
        stack_.push_object(count);
        return true;
    }
    bool on_array_begin(bj::error_code& /*ec*/) { return true; }
    bool on_array_end(std::size_t count, bj::error_code& /*ec*/) {
        stack_.push_array(count);
        return true;
    }
    bool on_key_part(bj::string_view text, std::size_t /*size*/, bj::error_code& /*ec*/) {
        stack_.push_chars(text);
        return true;
    }
    bool on_key(bj::string_view text, std::size_t /*size*/, bj::error_code& /*ec*/) {
        stack_.push_key(text);
        return true;
    }
    bool on_string_part(bj::string_view text, std::size_t /*size*/, bj::error_code& /*ec*/) {
        stack_.push_chars(text);
        return true;
    }
    bool on_string(bj::string_view text, std::size_t /*size*/, bj::error_code& /*ec*/) {
        stack_.push_string(text);
        return true;
    }
    bool on_number_part(bj::string_view text, bj::error_code& /*ec*/) {
        number_.append(text.data(), text.size());
        return true;
    }
    bool on_int64(std::int64_t value, bj::string_view /*text*/, bj::error_code& /*ec*/) {
        number_.clear();
        stack_.push_int64(value);
        return true;
    }
    bool on_uint64(std::uint64_t value, bj::string_view /*text*/, bj::error_code& /*ec*/) {
        number_.clear();
        stack_.push_uint64(value);
        return true;
    }
    bool on_double(double rough, bj::string_view text, bj::error_code& ec) {
        number_.append(text.data(), text.size());
        double value = 0;
        const auto read = std::from_chars(number_.data(), number_.data() + number_.size(), value);
        number_.clear();
        if (read.ec == std::errc::result_out_of_range && std::fabs(rough) > 1) {
            ec = bj::error::exponent_overflow;
            return false;
        }
        stack_.push_double(read.ec == std::errc{} ? value : 0);  // else it is too small to tell from zero
        return true;
    }
    bool on_bool(bool value, bj::error_code& /*ec*/) {
        stack_.push_bool(value);
        return true;
    }
    bool on_null(bj::error_code& /*ec*/) {
        stack_.push_null();
        return true;
    }

    void begin(const bj::storage_ptr& storage) { stack_.reset(storage); }
    [[nodiscard]] bj::value release() { return stack_.release(); }
    /// Keys read, each time they came.
    [[nodiscard]] std::size_t keys() const { return keys_; }

private:
    bj::value_stack stack_;
    std::string number_;
    std::size_t keys_ = 0;
};

/// Second pass over a text in which a key comes twice: finds where.
class KeyWatcher : public IdleHandler {
public:
    bool on_object_begin(bj::error_code& /*ec*/) {
        open_.emplace_back();
        open_.back().is_object = true;
        return true;
    }
    bool on_object_end(std::size_t /*count*/, bj::error_code& /*ec*/) { return close(); }
    bool on_array_begin(bj::error_code& /*ec*/) {
        open_.emplace_back();
        return true;
    }
    bool on_array_end(std::size_t /*count*/, bj::error_code& /*ec*/) { return close(); }
    bool on_key_part(bj::string_view text, std::size_t /*size*/, bj::error_code& /*ec*/) {
        key_.append(text.data(), text.size());
        return true;
    }
    bool on_key(bj::string_view text, std::size_t /*size*/, bj::error_code& /*ec*/) {
        key_.append(text.data(), text.size());
        auto& top = open_.back();
        top.at = std::exchange(key_, {});
        if (!top.keys.insert(top.at).second && found_.size() < k_max_errors) {
            found_.push_back({pointer(), "This key comes twice; say it once."});
        }
        return true;
    }
    bool on_string_part(bj::string_view /*text*/, std::size_t /*size*/, bj::error_code& /*ec*/) { return true; }
    bool on_string(bj::string_view /*text*/, std::size_t /*size*/, bj::error_code& /*ec*/) { return passed(); }
    bool on_number_part(bj::string_view /*text*/, bj::error_code& /*ec*/) { return true; }
    bool on_int64(std::int64_t /*value*/, bj::string_view /*text*/, bj::error_code& /*ec*/) { return passed(); }
    bool on_uint64(std::uint64_t /*value*/, bj::string_view /*text*/, bj::error_code& /*ec*/) { return passed(); }
    bool on_double(double /*value*/, bj::string_view /*text*/, bj::error_code& /*ec*/) { return passed(); }
    bool on_bool(bool /*value*/, bj::error_code& /*ec*/) { return passed(); }
    bool on_null(bj::error_code& /*ec*/) { return passed(); }

    [[nodiscard]] std::vector<FieldError> take() { return std::move(found_); }

private:
    struct Open {
        bool is_object = false;
        std::size_t index = 0;
        std::string at;
        std::set<std::string> keys;
    };

    bool close() {
        open_.pop_back();
        return passed();
    }
    bool passed() {
        if (!open_.empty()) ++open_.back().index;
        return true;
    }
    [[nodiscard]] std::string pointer() const {
        std::string text;
        for (const auto& open : open_)
            append_pointer_token(text, open.is_object ? open.at : std::to_string(open.index));
        return text;
    }

    std::vector<Open> open_;
    std::vector<FieldError> found_;
    std::string key_;
};

bj::parse_options options() {
    bj::parse_options options;
    options.max_depth = k_max_depth;
    return options;
}

/// "line 3, column 14" of the byte at `position`; columns count characters.
std::string place(std::string_view text, std::size_t position) {
    const auto before = text.substr(0, std::min(position, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    const auto column = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(start), before.end(),
                                      [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }) +
                        1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

std::unexpected<Error> not_json(std::string_view text, std::size_t position, const bj::error_code& ec) {
    if (text.empty()) return fail(ErrorKind::invalid, "invalid-json", "The body is empty; JSON was expected.");
    const auto where = place(text, position);
    if (ec == bj::error::too_deep) {
        return fail(ErrorKind::invalid, "json-too-deep",
                    "The JSON nests more than " + std::to_string(k_max_depth) + " levels deep (" + where + ").");
    }
    std::string why = "The body is not JSON: it goes wrong at " + where + ".";
    if (ec == bj::error::incomplete) why = "The body is not whole JSON: it ends too early, at " + where + ".";
    if (ec == bj::error::extra_data) why = "The body is more than one JSON value: the next begins at " + where + ".";
    if (ec == bj::error::exponent_overflow) why = "The body holds a number that is too large, before " + where + ".";
    return fail(ErrorKind::invalid, "invalid-json", std::move(why), ec.message());
}

std::size_t count_keys(const bj::value& value) {
    std::size_t count = 0;
    if (const auto* object = value.if_object()) {
        count += object->size();
        for (const auto& entry : *object) count += count_keys(entry.value());
    } else if (const auto* array = value.if_array()) {
        for (const auto& entry : *array) count += count_keys(entry);
    }
    return count;
}

Result<bj::value> parse_strictly(std::string_view text, const bj::storage_ptr& storage) {
    bj::basic_parser<TreeBuilder> parser(options());
    parser.handler().begin(storage);
    bj::error_code ec;
    const auto read = parser.write_some(false, text.data(), text.size(), ec);
    if (!ec && read < text.size()) ec = bj::error::extra_data;
    if (!ec && !parser.done()) ec = bj::error::incomplete;
    if (ec) return not_json(text, read, ec);

    auto value = parser.handler().release();
    // An object keeps one value for each key, so fewer keys in the tree than in the text means that one came twice.
    if (count_keys(value) == parser.handler().keys()) return value;
    bj::basic_parser<KeyWatcher> watcher(options());
    watcher.write_some(false, text.data(), text.size(), ec);
    return fail(invalid_body(watcher.handler().take()));
}

}  // namespace

Result<boost::json::value> parse(std::string_view text) {
    return parse(text, bj::storage_ptr{});
}

Result<boost::json::value> parse(std::string_view text, const boost::json::storage_ptr& storage) {
    try {
        return parse_strictly(text, storage);
    } catch (const std::exception& error) {
        return fail(ErrorKind::unavailable, "out-of-memory", "This body is too much to read at once.", error.what());
    }
}

void append_pointer_token(std::string& pointer, std::string_view key) {
    pointer += '/';
    for (const char c : key) {
        if (c == '~') {
            pointer += "~0";
        } else if (c == '/') {
            pointer += "~1";
        } else {
            pointer += c;
        }
    }
}

Error invalid_body(std::vector<FieldError> fields) {
    Error error{ErrorKind::invalid, "invalid-body", "The body is not as it must be", {}, std::move(fields), 0};
    const auto& first = error.fields.front();
    if (!first.pointer.empty()) error.text += " at " + first.pointer;
    error.text += ": " + first.text;
    if (const auto more = error.fields.size() - 1; more > 0) {
        error.text += " (and " + std::to_string(more) + (more == 1 ? " more place)" : " more places)");
    }
    return error;
}

}  // namespace exeat::json
