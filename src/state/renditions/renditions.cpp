#include "state/renditions/renditions.h"

#include <fcntl.h>
#include <openssl/sha.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

#include "core/vocabulary/checksum.h"

namespace exeat::renditions {
namespace {

namespace fs = std::filesystem;

// A file: the picture's bytes, its media type, and at the end 20 bytes that say how long both are.
constexpr std::string_view k_magic = "EXR1";
constexpr std::size_t k_tail = 20;
constexpr std::size_t k_longest_type = 64;
constexpr off_t k_longest_file = 64 * k_mib;
constexpr std::string_view k_part = ".part";
constexpr int k_folders = 256;
/// When something was last used is noted no finer: a read writes once in this time.
constexpr std::int64_t k_use_ms = 3'600'000;
constexpr std::int64_t k_part_lives_ms = 3'600'000;

class File {
public:
    explicit File(int descriptor) : descriptor_(descriptor) {}
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    [[nodiscard]] int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

template <class Number>
void put(std::string& bytes, Number number) {
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
        bytes.push_back(static_cast<char>(static_cast<std::uint64_t>(number) >> 8 * i & 0xffU));
    }
}
template <class Number>
Number number_at(std::string_view bytes, std::size_t at) {
    std::uint64_t number = 0;
    for (std::size_t i = sizeof(Number); i > 0; --i) {
        number = number << 8U | static_cast<unsigned char>(bytes[at + i - 1]);
    }
    return static_cast<Number>(number);
}

std::string packed(const Rendition& rendition) {
    std::string bytes = rendition.bytes + rendition.media_type;
    put(bytes, static_cast<std::uint64_t>(rendition.bytes.size()));
    put(bytes, static_cast<std::uint32_t>(rendition.media_type.size()));
    put(bytes, crc32c(bytes));
    return bytes + std::string(k_magic);
}

std::optional<Rendition> unpacked(std::string file) {
    if (file.size() < k_tail || !file.ends_with(k_magic)) return std::nullopt;
    const std::string_view bytes(file);
    const auto tail = file.size() - k_tail;
    const auto length = number_at<std::uint64_t>(bytes, tail);
    const auto type_length = number_at<std::uint32_t>(bytes, tail + 8);
    const auto checksum = number_at<std::uint32_t>(bytes, tail + 12);
    if (type_length > k_longest_type || length > tail || length + type_length != tail) return std::nullopt;
    if (crc32c(bytes.substr(0, tail + 12)) != checksum) return std::nullopt;
    Rendition rendition;
    rendition.media_type = file.substr(length, type_length);
    file.resize(length);
    rendition.bytes = std::move(file);
    return rendition;
}

std::optional<std::string> read_all(int descriptor, off_t length) {
    std::string bytes(static_cast<std::size_t>(length), '\0');
    std::size_t at = 0;
    while (at < bytes.size()) {
        const auto got = ::read(descriptor, bytes.data() + at, bytes.size() - at);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return std::nullopt;
        at += static_cast<std::size_t>(got);
    }
    return bytes;
}

timespec time_of(Instant instant) {
    return {instant.ms / 1000, (instant.ms % 1000) * 1'000'000};
}
Instant instant_of(const timespec& time) {
    return Instant{time.tv_sec * 1000 + time.tv_nsec / 1'000'000};
}
void note_use(int descriptor, Instant now) {
    const std::array<timespec, 2> times{time_of(now), time_of(now)};
    static_cast<void>(::futimens(descriptor, times.data()));
}

std::unexpected<Error> disk_error(int reason, const std::string& path) {
    const auto* code = reason == ENOSPC || reason == EDQUOT ? "disk-full" : "disk-failed";
    return fail(ErrorKind::unavailable, code, "There is no room for pictures on the disk.",
                path + ": " + std::strerror(reason));
}

Done write_file(const std::string& path, std::string_view bytes, Instant now) {
    const auto open_it = [&path] { return ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600); };
    int descriptor = open_it();
    if (descriptor < 0 && errno == ENOENT) {
        // The first of its folder. Another thread may make it at the same moment.
        std::error_code ignored;
        fs::create_directory(fs::path(path).parent_path(), ignored);
        descriptor = open_it();
    }
    const File file(descriptor);
    if (file.descriptor() < 0) return disk_error(errno, path);
    while (!bytes.empty()) {
        const auto written = ::write(file.descriptor(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return disk_error(errno, path);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    note_use(file.descriptor(), now);
    return {};
}

std::string folder_of(const std::string& top, int number) {
    constexpr std::string_view k_digits = "0123456789abcdef";
    const auto index = static_cast<std::size_t>(number);
    return top + "/" + k_digits[index / 16] + k_digits[index % 16];
}

}  // namespace

Digest name_of(const Key& key) {
    std::string text(reinterpret_cast<const char*>(key.source.bytes.data()), key.source.bytes.size());
    put(text, static_cast<std::uint32_t>(key.recipe.size()));
    text += key.recipe;
    put(text, key.recipe_version);
    put(text, key.page);
    put(text, std::to_underlying(key.mark));
    Digest name;
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), name.bytes.data());
    return name;
}

Result<std::unique_ptr<Renditions>> Renditions::open(Options options, const Clock& clock) {
    std::error_code error;
    fs::create_directories(options.folder, error);
    if (error) return disk_error(error.value(), options.folder);
    return std::unique_ptr<Renditions>(new Renditions(std::move(options), clock));
}

std::string Renditions::path_of(const Digest& name) const {
    return folder_of(options_.folder, name.bytes[0]) + "/" + to_text(name).substr(2);
}

bool Renditions::holds(const Digest& name) const {
    return ::access(path_of(name).c_str(), F_OK) == 0;
}

Instant Renditions::oldest_at_hand() const {
    return Instant{clock_.now().ms - k_use_ms};
}

bool Renditions::at_hand(const Digest& name) const {
    return recent_.holds(name, oldest_at_hand());
}

std::optional<Rendition> Renditions::find(const Digest& name) {
    if (auto recent = recent_.find(name, oldest_at_hand())) return recent;
    const auto path = path_of(name);
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    struct stat facts{};
    if (file.descriptor() < 0 || ::fstat(file.descriptor(), &facts) != 0) return std::nullopt;
    auto bytes = facts.st_size <= k_longest_file ? read_all(file.descriptor(), facts.st_size) : std::nullopt;
    auto rendition = bytes ? unpacked(std::move(*bytes)) : std::nullopt;
    if (!rendition) {
        if (::unlink(path.c_str()) == 0) size_ -= facts.st_size;
        return std::nullopt;
    }
    const auto now = clock_.now();
    if (instant_of(facts.st_mtim).ms + k_use_ms < now.ms) note_use(file.descriptor(), now);
    recent_.put(name, *rendition, now);
    return rendition;
}

Done Renditions::keep(const Digest& name, const Rendition& rendition) {
    const auto path = path_of(name);
    const auto part = path + "." + std::to_string(parts_++) + std::string(k_part);
    const auto bytes = packed(rendition);
    if (auto done = write_file(part, bytes, clock_.now()); !done) {
        ::unlink(part.c_str());
        return done;
    }
    struct stat before{};
    const bool replaces = ::stat(path.c_str(), &before) == 0;
    if (::rename(part.c_str(), path.c_str()) != 0) {
        const int reason = errno;
        ::unlink(part.c_str());
        return disk_error(reason, path);
    }
    size_ += static_cast<std::int64_t>(bytes.size()) - (replaces ? before.st_size : 0);
    recent_.forget(name);
    return {};
}

void Renditions::tidy() {
    const std::scoped_lock lock(tidying_);
    if (!counted_) {
        size_ = tidy_folders(1);
        counted_ = true;
    }
    if (size_ <= options_.limit) return;
    // A tenth more goes, so that this does not happen every minute. Each folder loses the same part of what it has:
    // names are hashes, so that old and new are in all of them.
    constexpr double k_kept = 0.9;
    size_ = tidy_folders(k_kept * static_cast<double>(options_.limit) / static_cast<double>(size_.load()));
}

std::int64_t Renditions::tidy_folders(double kept) const {
    std::int64_t size = 0;
    for (int i = 0; i < k_folders; ++i) size += tidy_folder(folder_of(options_.folder, i), kept);
    return size;
}

std::int64_t Renditions::tidy_folder(const std::string& folder, double kept) const {
    struct Entry {
        Instant used;
        std::int64_t size = 0;
        std::string path;
    };
    std::vector<Entry> entries;
    std::int64_t size = 0;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        struct stat facts{};
        auto path = at->path().string();
        if (::lstat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) continue;
        const auto used = instant_of(facts.st_mtim);
        if (path.ends_with(k_part)) {
            if (used.ms + k_part_lives_ms < clock_.now().ms) ::unlink(path.c_str());
            continue;
        }
        size += facts.st_size;
        entries.push_back({used, facts.st_size, std::move(path)});
    }
    if (kept >= 1) return size;
    const auto limit = static_cast<std::int64_t>(kept * static_cast<double>(size));
    std::ranges::sort(entries, {}, &Entry::used);
    for (const auto& entry : entries) {
        if (size <= limit) break;
        if (::unlink(entry.path.c_str()) == 0) size -= entry.size;
    }
    return size;
}

}  // namespace exeat::renditions
