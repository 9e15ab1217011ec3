#include "usecases/deliveries/attribute_export.h"

namespace exeat::usecases {

std::string csv_cell(std::string_view text) {
    std::string cell;
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) cell += '\'';
    cell += text;
    if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
    std::string quoted = "\"";
    for (const char c : cell) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

std::string attribute_csv(const domain::Asset& asset) {
    std::string names = "name";
    std::string values = csv_cell(asset.name);
    for (const auto& attribute : asset.rules.attributes) {
        std::string joined;
        for (const auto& value : attribute.values) joined += (joined.empty() ? "" : "; ") + value;
        names += "," + csv_cell(attribute.name);
        values += "," + csv_cell(joined);
    }
    return names + "\r\n" + values + "\r\n";
}

}  // namespace exeat::usecases
