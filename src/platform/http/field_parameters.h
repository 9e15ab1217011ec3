// Fields of the form `value; name=value; name="value"`, as Content-Type and Content-Disposition are written. Called by
// the multipart parser. Refuses to know which parameters mean something.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace exeat::http {

struct FieldParameters {
    std::string value;                                        // lower case
    std::vector<std::pair<std::string, std::string>> others;  // names in lower case, values without their quotes

    [[nodiscard]] const std::string* find(std::string_view name) const;
};

/// nullopt when it cannot be read, or a name comes twice. Between quotes a backslash is itself, as browsers write file
/// names, except before a quote that does not end the value.
[[nodiscard]] std::optional<FieldParameters> parse_field_parameters(std::string_view text);

}  // namespace exeat::http
