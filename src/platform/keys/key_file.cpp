#include "platform/keys/key_file.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>

#include "core/vocabulary/digest.h"

namespace exeat::keys {
namespace {

// One line of text: this word, the key in hexadecimal, a line feed.
constexpr std::string_view k_mark = "exeat-key-1 ";

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool open() const { return number_ >= 0; }

private:
    int number_;
};

std::unexpected<Error> cannot(std::string_view what, const std::string& file, int number) {
    return fail(ErrorKind::unavailable, "key-file", "A key file cannot be used.",
                std::string(what) + " " + file + ": " + std::strerror(number));
}

Done check_owner(const Descriptor& descriptor, const std::string& file) {
    struct stat status{};
    if (::fstat(descriptor.number(), &status) != 0) return cannot("look at", file, errno);
    if (!S_ISREG(status.st_mode)) return cannot("read", file, EINVAL);
    if (status.st_uid == ::geteuid() && (status.st_mode & 077U) == 0) return {};
    return fail(ErrorKind::unavailable, "key-file-exposed",
                "A key file may be read by others. Give it to the account that runs this program and set its mode to "
                "0600.",
                file);
}

std::unexpected<Error> broken(const std::string& file) {
    return fail(ErrorKind::unavailable, "key-file-broken",
                "A key file does not hold a key. Put the right one back from a backup.", file);
}

Result<SecretBytes> read_key(const Descriptor& descriptor, const std::string& file, std::size_t length) {
    SecretBytes text(k_mark.size() + length * 2 + 2);  // one byte more than is right, so that a longer file shows
    std::size_t have = 0;
    while (have < text.size()) {
        const auto got = ::read(descriptor.number(), text.span().data() + have, text.size() - have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return cannot("read", file, errno);
        if (got == 0) break;
        have += static_cast<std::size_t>(got);
    }
    const std::string_view line(reinterpret_cast<const char*>(text.data()), have);
    if (have + 1 != text.size() || !line.starts_with(k_mark) || line.back() != '\n') return broken(file);
    auto bytes = from_hex(line.substr(k_mark.size(), length * 2));
    if (!bytes) return broken(file);
    SecretBytes key(length);
    std::memcpy(key.span().data(), bytes->data(), length);
    explicit_bzero(bytes->data(), bytes->size());
    return key;
}

/// nullopt when there is no such file.
Result<std::optional<SecretBytes>> load(const std::string& file, std::size_t length) {
    const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    if (!descriptor.open()) {
        if (errno == ENOENT) return std::optional<SecretBytes>{};
        return cannot("open", file, errno);
    }
    EXEAT_TRY(check_owner(descriptor, file));
    EXEAT_TAKE(SecretBytes key, read_key(descriptor, file, length));
    return std::optional<SecretBytes>(std::move(key));
}

Done write_whole(const Descriptor& descriptor, std::string_view text, const std::string& file) {
    while (!text.empty()) {
        const auto wrote = ::write(descriptor.number(), text.data(), text.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) return cannot("write", file, errno);
        text.remove_prefix(static_cast<std::size_t>(wrote));
    }
    if (::fsync(descriptor.number()) != 0) return cannot("write", file, errno);
    return {};
}

Done sync_folder_of(const std::string& file) {
    const auto slash = file.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : file.substr(0, slash + 1);
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor.open() || ::fsync(descriptor.number()) != 0) return cannot("write", folder, errno);
    return {};
}

/// Writes a new key beside the file and links it to its name: the name is never seen with half a key in it.
Done make(const std::string& file, std::size_t length) {
    SecretBytes key(length);
    if (::getrandom(key.span().data(), length, 0) != static_cast<ssize_t>(length)) return cannot("make", file, errno);
    std::string text = std::string(k_mark) + to_hex(key.span()) + "\n";
    const std::string draft = file + ".new-" + std::to_string(::gettid());
    ::unlink(draft.c_str());
    const Descriptor descriptor(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!descriptor.open()) return cannot("make", draft, errno);
    const auto written = write_whole(descriptor, text, draft);
    explicit_bzero(text.data(), text.size());
    const bool linked = written && (::link(draft.c_str(), file.c_str()) == 0 || errno == EEXIST);
    const int number = errno;
    ::unlink(draft.c_str());
    EXEAT_TRY(written);
    if (!linked) return cannot("make", file, number);
    return sync_folder_of(file);
}

}  // namespace

Result<SecretBytes> load_or_make_key(const std::string& file, std::size_t length) {
    EXEAT_TAKE(auto there, load(file, length));
    if (there) return std::move(*there);
    EXEAT_TRY(make(file, length));
    EXEAT_TAKE(auto made, load(file, length));
    if (!made) return cannot("read", file, ENOENT);
    return std::move(*made);
}

}  // namespace exeat::keys
