#include "platform/http/multipart.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "platform/http/ascii.h"
#include "platform/http/field_parameters.h"

namespace exeat::http {
namespace {

constexpr std::string_view k_line_end = "\r\n";
constexpr std::string_view k_end_of_head = "\r\n\r\n";
constexpr std::string_view k_dashes = "--";
constexpr std::size_t k_most_padding = 128;
constexpr std::size_t k_longest_boundary = 70;

std::unexpected<Error> malformed(const char* detail) {
    return fail(ErrorKind::invalid, "bad-multipart", "The form that was sent cannot be read.", detail);
}

bool is_boundary_char(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c != '\0' && std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos);
}

/// Browsers write a quote, CR and LF in a name as %22, %0D and %0A, and nothing else so: any other "%" is itself.
std::string browser_decoded(std::string_view text) {
    struct Escape {
        std::string_view written;
        char meant;
    };
    static constexpr std::array escapes{Escape{"%22", '"'}, Escape{"%0d", '\r'}, Escape{"%0a", '\n'}};
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto at = text.substr(i, 3);
        const auto* escape = std::find_if(escapes.begin(), escapes.end(),
                                          [&](const Escape& each) { return equal_ignoring_case(each.written, at); });
        if (escape == escapes.end()) {
            decoded.push_back(text[i]);
        } else {
            decoded.push_back(escape->meant);
            i += 2;
        }
    }
    return decoded;
}

/// The lines of a part's head, without the empty one.
Result<Headers> read_fields(std::string_view text) {
    Headers headers;
    while (!text.empty()) {
        const auto end = text.find(k_line_end);
        const auto line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + k_line_end.size());
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return malformed("a field of a part");
        const auto value = trimmed(line.substr(colon + 1));
        // Any other control may stand in a file name, which whoever takes the file judges.
        if (value.find_first_of(k_line_end) != std::string_view::npos) return malformed("a line end in a field");
        headers.add(std::string(line.substr(0, colon)), std::string(value));
    }
    return headers;
}

Result<PartHead> read_part_head(std::string_view text) {
    PartHead part;
    EXEAT_TAKE(part.headers, read_fields(text));
    std::size_t dispositions = 0;
    for (const auto& [name, value] : part.headers.fields()) {
        if (equal_ignoring_case(name, "content-disposition")) ++dispositions;
        if (!equal_ignoring_case(name, "content-transfer-encoding")) continue;
        const bool as_it_is = equal_ignoring_case(value, "binary") || equal_ignoring_case(value, "8bit") ||
                              equal_ignoring_case(value, "7bit");
        if (!as_it_is) return malformed("an encoded part");
    }
    if (dispositions != 1) return malformed("one Content-Disposition is needed");
    const auto disposition = parse_field_parameters(*part.headers.find("content-disposition"));
    if (!disposition || disposition->value != "form-data") return malformed("Content-Disposition");
    if (disposition->find("filename*")) return malformed("filename* is not allowed in forms");
    const auto* name = disposition->find("name");
    if (!name) return malformed("a part without a name");
    part.name = browser_decoded(*name);
    if (const auto* file_name = disposition->find("filename")) part.file_name = browser_decoded(*file_name);
    return part;
}

}  // namespace

Result<std::string> multipart_boundary(std::string_view content_type) {
    const auto parameters = parse_field_parameters(content_type);
    if (!parameters || parameters->value != "multipart/form-data") {
        return fail(ErrorKind::unsupported, "not-multipart", "A form (multipart/form-data) is expected here.");
    }
    const auto* boundary = parameters->find("boundary");
    if (!boundary || boundary->empty() || boundary->size() > k_longest_boundary || boundary->back() == ' ' ||
        !std::all_of(boundary->begin(), boundary->end(), is_boundary_char)) {
        return malformed("boundary");
    }
    return *boundary;
}

MultipartParser::MultipartParser(std::string_view boundary, PartHandler& handler, MultipartLimits limits)
    : delimiter_("\r\n--" + std::string(boundary)), handler_(handler), limits_(limits) {}

Done MultipartParser::feed(std::span<const std::byte> bytes) {
    if (failed_) return fail(*failed_);
    std::string_view input(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    while (!input.empty()) {
        auto done = step(input);
        if (!done) {
            failed_ = done.error();
            return done;
        }
    }
    return {};
}

Done MultipartParser::finish() {
    if (failed_) return fail(*failed_);
    if (state_ != State::behind_last) return malformed("the form ends too early");
    return {};
}

Done MultipartParser::step(std::string_view& input) {
    switch (state_) {
        case State::before_first:
            return before_first(input);
        case State::behind_boundary:
            return behind_boundary(input);
        case State::head:
            return head(input);
        case State::data:
            return data(input);
        case State::behind_last:
            return behind_last(input);
    }
    return {};
}

Done MultipartParser::before_first(std::string_view& input) {
    // The line end before the first boundary may be missing.
    if (!any_input_ && input.front() != '\r') matched_ = k_line_end.size();
    any_input_ = true;
    while (!input.empty() && matched_ < delimiter_.size()) {
        if (input.front() != delimiter_[matched_]) return malformed("the form does not begin with its boundary");
        ++matched_;
        input.remove_prefix(1);
    }
    if (matched_ == delimiter_.size()) {
        matched_ = 0;
        state_ = State::behind_boundary;
    }
    return {};
}

Done MultipartParser::behind_boundary(std::string_view& input) {
    line_.push_back(input.front());
    input.remove_prefix(1);
    if (line_ == k_dashes) {
        line_.clear();
        state_ = State::behind_last;
        return {};
    }
    if (line_.size() < 2 || !line_.ends_with(k_line_end)) {
        if (line_.size() > k_most_padding) return malformed("padding behind a boundary");
        return {};
    }
    const std::string_view padding(line_.data(), line_.size() - k_line_end.size());
    if (!trimmed(padding).empty()) return malformed("something behind a boundary");
    line_.clear();
    if (++parts_ > limits_.parts) {
        return fail(ErrorKind::too_large, "too-many-parts", "The form that was sent has too many parts.");
    }
    state_ = State::head;
    return {};
}

Done MultipartParser::head(std::string_view& input) {
    // The limit counts without the empty line, so that it falls in one place however the bytes are cut.
    const auto most = limits_.head_bytes + k_end_of_head.size();
    const auto had = line_.size();
    line_.append(input.substr(0, most - had));
    const auto end = line_.find(k_end_of_head, had < k_end_of_head.size() ? 0 : had - k_end_of_head.size() + 1);
    if (end == std::string::npos) {
        input.remove_prefix(line_.size() - had);
        if (line_.size() == most) {
            return fail(ErrorKind::too_large, "part-head-too-large", "A part of the form has too large a head.");
        }
        return {};
    }
    input.remove_prefix(end + k_end_of_head.size() - had);
    line_.resize(end);
    return begin_part();
}

Done MultipartParser::begin_part() {
    EXEAT_TAKE(const auto part, read_part_head(line_));
    line_.clear();
    part_bytes_ = 0;
    is_field_ = !part.file_name.has_value();
    state_ = State::data;
    // An empty part is followed by its delimiter at once, whose line end is that of the head: nothing is matched yet.
    matched_ = 0;
    return handler_.part_begin(part);
}

Done MultipartParser::data(std::string_view& input) {
    if (matched_ > 0) {
        // The last input ended within what may be a delimiter.
        while (!input.empty() && matched_ < delimiter_.size() && input.front() == delimiter_[matched_]) {
            ++matched_;
            input.remove_prefix(1);
        }
        if (matched_ < delimiter_.size()) {
            if (input.empty()) return {};
            return give(std::string_view(delimiter_).substr(0, std::exchange(matched_, 0)));
        }
    } else {
        const auto* found =
            static_cast<const char*>(::memmem(input.data(), input.size(), delimiter_.data(), delimiter_.size()));
        if (!found) {
            // CR stands only at the front of a delimiter, so one place alone can be the beginning of one.
            const auto tail = input.size() - std::min(input.size(), delimiter_.size() - 1);
            const auto from = input.find('\r', tail);
            auto at = from;
            while (at != std::string_view::npos && !std::string_view(delimiter_).starts_with(input.substr(at))) {
                at = input.find('\r', at + 1);
            }
            const auto given = input.substr(0, at);
            matched_ = input.size() - given.size();
            input = {};
            return given.empty() ? Done() : give(given);
        }
        const auto before = input.substr(0, static_cast<std::size_t>(found - input.data()));
        input.remove_prefix(before.size() + delimiter_.size());
        if (!before.empty()) EXEAT_TRY(give(before));
    }
    matched_ = 0;
    state_ = State::behind_boundary;
    return handler_.part_end();
}

Done MultipartParser::give(std::string_view bytes) {
    part_bytes_ += bytes.size();
    if (is_field_ && part_bytes_ > limits_.field_bytes) {
        return fail(ErrorKind::too_large, "field-too-large", "A field of the form is too large.");
    }
    return handler_.part_data(std::as_bytes(std::span(bytes)));
}

Done MultipartParser::behind_last(std::string_view& input) const {
    const bool blank = input.find_first_not_of(" \t\r\n") == std::string_view::npos;
    input = {};
    if (!blank) return malformed("something behind the last boundary");
    return {};
}

}  // namespace exeat::http
