#include "core/zip/names.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "core/vocabulary/utf8.h"

namespace exeat::zip {
namespace {

constexpr std::string_view k_withdrawn = "withdrawn-";
constexpr std::string_view k_withdrawn_end = ".txt";
constexpr std::string_view k_gone = "gone-";
constexpr std::size_t k_longest_extension = 20;

bool is_within(char32_t code, char32_t first, char32_t last) {
    return code >= first && code <= last;
}

bool is_unsafe(char32_t code) {
    constexpr std::u32string_view punctuation = U"/\\:*?\"<>|";
    const bool control = code < 0x20 || is_within(code, 0x7f, 0x9f);
    const bool line_end = is_within(code, 0x2028, 0x2029);
    const bool direction = code == 0x61c || is_within(code, 0x200e, 0x200f) || is_within(code, 0x202a, 0x202e) ||
                           is_within(code, 0x2066, 0x2069);
    return control || line_end || direction || code == 0xfeff || punctuation.find(code) != punctuation.npos;
}

/// What Windows takes for a device, whatever extension follows.
bool is_reserved(std::string_view part) {
    constexpr std::array<std::string_view, 6> words{"con", "prn", "aux", "nul", "conin$", "conout$"};
    constexpr std::array<std::string_view, 3> raised{"¹", "²", "³"};  // digits as well, for this purpose
    auto stem = folded(part.substr(0, part.find('.')));
    stem.erase(stem.find_last_not_of(' ') + 1);
    if (std::ranges::find(words, stem) != words.end()) return true;
    if (!stem.starts_with("com") && !stem.starts_with("lpt")) return false;
    const auto digit = std::string_view(stem).substr(3);
    return (digit.size() == 1 && digit[0] >= '0' && digit[0] <= '9') ||
           std::ranges::find(raised, digit) != raised.end();
}

void close_end(std::string& part) {
    if (!part.empty() && (part.back() == '.' || part.back() == ' ')) part.back() = '_';
}

/// Where the extension begins, its dot included; the end of the part when it has none worth keeping.
std::size_t extension_begin(std::string_view part) {
    const auto dot = part.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || part.size() - dot > k_longest_extension) return part.size();
    return dot;
}

/// `stem` without its last characters, so that it has at most `longest` bytes.
std::string_view cut(std::string_view stem, std::size_t longest) {
    if (stem.size() <= longest) return stem;
    while (longest > 0 && (static_cast<unsigned char>(stem[longest]) & 0xc0U) == 0x80U) --longest;
    return stem.substr(0, longest);
}

/// The part with `addition` before its extension, cut to what file systems take.
std::string with_addition(std::string_view part, std::string_view addition) {
    const auto dot = extension_begin(part);
    const auto extension = part.substr(dot);
    const auto stem = cut(part.substr(0, dot), k_longest_part - extension.size() - addition.size());
    return std::string(stem) + std::string(addition) + std::string(extension);
}

std::size_t last_part_begin(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? 0 : slash + 1;
}

/// What a path has to differ from, as it is when A and a are the same.
class TakenPaths {
public:
    void add_folders_of(std::string_view path) {
        const auto whole = folded(path);
        for (auto slash = whole.find('/'); slash != std::string::npos; slash = whole.find('/', slash + 1)) {
            folders_.insert(whole.substr(0, slash));
        }
    }
    /// False when it is taken already; else it is from now on.
    [[nodiscard]] bool take(std::string_view path) {
        auto key = folded(path);
        return !folders_.contains(key) && files_.insert(std::move(key)).second;
    }
    /// The first of its numbered forms that is free; taken from now on.
    [[nodiscard]] std::string take_numbered(std::string_view path) {
        const auto begin = last_part_begin(path);
        auto& number = numbers_.try_emplace(folded(path), 1).first->second;
        while (true) {
            ++number;
            auto candidate = std::string(path.substr(0, begin)) +
                             with_addition(path.substr(begin), " (" + std::to_string(number) + ")");
            if (take(candidate)) return candidate;
        }
    }

private:
    std::unordered_set<std::string> folders_;
    std::unordered_set<std::string> files_;
    std::unordered_map<std::string, std::size_t> numbers_;  // the last that was tried for a path
};

}  // namespace

std::string folded(std::string_view text) {
    std::string lower(text);
    for (auto& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

std::string safe_part(std::string_view name) {
    if (name.empty() || name == "." || name == "..") return "_";
    std::string part;
    part.reserve(name.size());
    while (!name.empty()) {
        const auto next = first_character(name);
        if (next.valid && !is_unsafe(next.code)) {
            part += name.substr(0, next.length);
        } else {
            part += '_';
        }
        name.remove_prefix(next.length);
    }
    close_end(part);
    if (is_reserved(part)) part.insert(part.begin(), '_');
    if (part.size() > k_longest_part) {
        part = with_addition(part, "");
        close_end(part);
    }
    return part;
}

std::string safe_path(std::string_view path) {
    std::string safe;
    while (!path.empty()) {
        const auto slash = std::min(path.find('/'), path.size());
        if (slash > 0) {
            if (!safe.empty()) safe += '/';
            safe += safe_part(path.substr(0, slash));
        }
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    if (safe.size() > k_longest_path) safe.erase(0, last_part_begin(safe));
    return safe.empty() ? "_" : safe;
}

std::vector<std::string> unique_paths(const std::vector<std::string>& paths) {
    std::vector<std::string> unique;
    unique.reserve(paths.size());
    TakenPaths taken;
    for (const auto& path : paths) {
        unique.push_back(safe_path(path));
        taken.add_folders_of(unique.back());
    }
    // Names that may stay as they are come first: a number given to another must not take theirs.
    std::vector<std::size_t> to_number;
    for (std::size_t i = 0; i < unique.size(); ++i) {
        if (!taken.take(unique[i])) to_number.push_back(i);
    }
    for (const auto i : to_number) unique[i] = taken.take_numbered(unique[i]);
    return unique;
}

std::string placeholder_path(std::string_view path, std::size_t number) {
    const auto begin = last_part_begin(path);
    const auto room = path.size() - begin;
    const auto digits = std::to_string(number);
    std::string part;
    if (room >= k_withdrawn.size() + digits.size() + k_withdrawn_end.size()) {
        part = std::string(k_withdrawn) + digits;
        part.append(room - part.size() - k_withdrawn_end.size(), '_');
        part += k_withdrawn_end;
    } else if (room >= k_gone.size() + digits.size()) {
        part = std::string(k_gone) + digits;
        part.append(room - part.size(), '_');
    } else {
        return std::string(path);
    }
    return std::string(path.substr(0, begin)) + part;
}

std::size_t placeholder_number(std::string_view path) {
    constexpr std::size_t none = std::string_view::npos;
    const auto part = folded(path.substr(last_part_begin(path)));
    std::string_view rest = part;
    if (rest.starts_with(k_withdrawn) && rest.ends_with(k_withdrawn_end)) {
        rest.remove_prefix(k_withdrawn.size());
        rest.remove_suffix(std::min(rest.size(), k_withdrawn_end.size()));
    } else if (rest.starts_with(k_gone)) {
        rest.remove_prefix(k_gone.size());
    } else {
        return none;
    }
    rest = rest.substr(0, rest.find_last_not_of('_') + 1);
    constexpr std::size_t most_digits = 9;
    if (rest.empty() || rest.size() > most_digits) return none;
    std::size_t number = 0;
    for (const char c : rest) {
        if (c < '0' || c > '9') return none;
        number = number * 10 + static_cast<std::size_t>(c - '0');
    }
    return number;
}

}  // namespace exeat::zip
