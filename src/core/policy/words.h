// The closed words of the policy: levels, roles, flags, actions, classes of files, settings and states, each as an enum
// with its text, and sets of them as bits. Everybody uses these words: store, API, CLI and pages spell them as here.
// Refuses to know what any word leads to.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace exeat::policy {

/// A user's site-wide ceiling. 5 and 6 do not exist.
enum class Level : std::uint8_t {
    no_access = 0,
    browser = 1,
    consumer = 2,
    importer = 3,
    producer = 4,
    manager = 7,
    director = 8,
    administrator = 9,
};
/// The level of that number, or nullopt for a number that is no level.
[[nodiscard]] constexpr std::optional<Level> level_of(std::int64_t number) {
    if (number < 0 || number > 9 || number == 5 || number == 6) return std::nullopt;
    return static_cast<Level>(number);
}

enum class Role : std::uint8_t { none, viewer, editor, owner };
enum class Flag : std::uint8_t {
    download,
    edit,
    upload,
    publish,
    share_file,
    share_card,
    use_collections,
    curate,
};
enum class Action : std::uint8_t {
    view,
    comment,
    download,
    share,
    collect,
    edit,
    update,
    organise,
    delete_,
    upload,
    publish,
    protect,
};
/// original, version, conversion and attachment are payload.
enum class FileClass : std::uint8_t { original, version, conversion, attachment, detail, proxy, metadata, pdf };
/// What is shared, and so what a link is of. Nobody shares a portal: it belongs to its library.
enum class LinkType : std::uint8_t { file, card, collection, gallery, portal };

enum class Visibility : std::uint8_t { members, everyone };
/// Of an asset, a folder, a library; a library never inherits.
enum class Access : std::uint8_t { inherit, locked, unlocked };
enum class ViewerAccess : std::uint8_t { open, by_request };
/// Of an asset, a folder, a library; a library never inherits.
enum class Protection : std::uint8_t { inherit, on_request, open };
enum class ReRequest : std::uint8_t { always, never };
enum class Combine : std::uint8_t { supersede, union_ };
enum class AssetStatus : std::uint8_t { draft, published, archived };
enum class RequestKind : std::uint8_t { download, access };
enum class RequestStatus : std::uint8_t { pending, approved, auto_approved, rejected, cancelled };

enum class Outcome : std::uint8_t { allow, need, deny, hidden };
/// In the order of the gates that ask for them.
enum class Need : std::uint8_t { access_grant, download_grant, site_approval, justification, terms };
enum class DeniedBy : std::uint8_t { account, link, capability, lock, quota };
enum class RequestState : std::uint8_t { none, pending, expired, revoked, rejected, granted };

/// The texts of each enum in its order; to_text and parse_word read them.
template <class Word>
inline constexpr std::array<std::string_view, 0> k_words{};
template <>
inline constexpr std::array<std::string_view, 4> k_words<Role>{"none", "viewer", "editor", "owner"};
template <>
inline constexpr std::array<std::string_view, 8> k_words<Flag>{"download",   "edit",       "upload",          "publish",
                                                               "share_file", "share_card", "use_collections", "curate"};
template <>
inline constexpr std::array<std::string_view, 12> k_words<Action>{"view",    "comment", "download", "share",
                                                                  "collect", "edit",    "update",   "organise",
                                                                  "delete",  "upload",  "publish",  "protect"};
template <>
inline constexpr std::array<std::string_view, 8> k_words<FileClass>{"original", "version", "conversion", "attachment",
                                                                    "detail",   "proxy",   "metadata",   "pdf"};
template <>
inline constexpr std::array<std::string_view, 5> k_words<LinkType>{"file", "card", "collection", "gallery", "portal"};
template <>
inline constexpr std::array<std::string_view, 2> k_words<Visibility>{"members", "everyone"};
template <>
inline constexpr std::array<std::string_view, 3> k_words<Access>{"inherit", "locked", "unlocked"};
template <>
inline constexpr std::array<std::string_view, 2> k_words<ViewerAccess>{"open", "by_request"};
template <>
inline constexpr std::array<std::string_view, 3> k_words<Protection>{"inherit", "on_request", "open"};
template <>
inline constexpr std::array<std::string_view, 2> k_words<ReRequest>{"always", "never"};
template <>
inline constexpr std::array<std::string_view, 2> k_words<Combine>{"supersede", "union"};
template <>
inline constexpr std::array<std::string_view, 3> k_words<AssetStatus>{"draft", "published", "archived"};
template <>
inline constexpr std::array<std::string_view, 2> k_words<RequestKind>{"download", "access"};
template <>
inline constexpr std::array<std::string_view, 5> k_words<RequestStatus>{"pending", "approved", "auto_approved",
                                                                        "rejected", "cancelled"};
template <>
inline constexpr std::array<std::string_view, 4> k_words<Outcome>{"allow", "need", "deny", "hidden"};
template <>
inline constexpr std::array<std::string_view, 5> k_words<Need>{"access_grant", "download_grant", "site_approval",
                                                               "justification", "terms"};
template <>
inline constexpr std::array<std::string_view, 5> k_words<DeniedBy>{"account", "link", "capability", "lock", "quota"};
template <>
inline constexpr std::array<std::string_view, 6> k_words<RequestState>{"none",    "pending",  "expired",
                                                                       "revoked", "rejected", "granted"};

/// An enum that has its texts in k_words.
template <class Word>
concept ClosedWord = (k_words<Word>.size() > 0);

template <ClosedWord Word>
[[nodiscard]] constexpr std::string_view to_text(Word word) {
    return k_words<Word>[static_cast<std::size_t>(word)];
}

/// The word of that text (exactly, case and all), or nullopt.
template <ClosedWord Word>
[[nodiscard]] constexpr std::optional<Word> parse_word(std::string_view text) {
    for (std::size_t i = 0; i < k_words<Word>.size(); ++i) {
        if (k_words<Word>[i] == text) return static_cast<Word>(i);
    }
    return std::nullopt;
}

/// Some words of one enum.
template <ClosedWord Word>
class WordSet {
public:
    constexpr WordSet() = default;
    constexpr WordSet(std::initializer_list<Word> words) {
        for (const Word word : words) add(word);
    }
    constexpr void add(Word word) { bits_ = static_cast<std::uint16_t>(bits_ | bit(word)); }
    constexpr void add_all(WordSet other) { bits_ = static_cast<std::uint16_t>(bits_ | other.bits_); }
    constexpr void remove(Word word) { bits_ = static_cast<std::uint16_t>(bits_ & ~bit(word)); }
    [[nodiscard]] constexpr bool has(Word word) const { return (bits_ & bit(word)) != 0; }
    [[nodiscard]] constexpr bool has_all(WordSet other) const { return (bits_ & other.bits_) == other.bits_; }
    [[nodiscard]] constexpr bool has_any(WordSet other) const { return (bits_ & other.bits_) != 0; }
    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
    [[nodiscard]] constexpr int size() const { return __builtin_popcount(bits_); }
    /// Bit n is the word n: what a database column holds.
    [[nodiscard]] constexpr std::uint16_t bits() const { return bits_; }
    /// The words whose bits are set; bits beyond the last word are dropped.
    [[nodiscard]] static constexpr WordSet from_bits(std::uint32_t bits) {
        WordSet words;
        words.bits_ = static_cast<std::uint16_t>(bits & ((1U << k_words<Word>.size()) - 1U));
        return words;
    }
    friend constexpr bool operator==(WordSet one, WordSet other) { return one.bits_ == other.bits_; }

private:
    static constexpr unsigned bit(Word word) { return 1U << static_cast<unsigned>(word); }
    std::uint16_t bits_ = 0;
};

using Flags = WordSet<Flag>;
using Actions = WordSet<Action>;
using FileClasses = WordSet<FileClass>;
using Needs = WordSet<Need>;

}  // namespace exeat::policy
