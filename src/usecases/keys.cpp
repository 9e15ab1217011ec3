#include "usecases/keys.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "platform/keys/key_file.h"
#include "service/identity/secret_box.h"
#include "service/identity/ticket.h"

namespace exeat::usecases {
namespace {

constexpr std::size_t k_seed_bytes = 32;

std::unexpected<Error> folder_fails(const std::string& folder, int number) {
    return fail(ErrorKind::unavailable, "key-folder", "The folder of the keys cannot be used.",
                folder + ": " + std::strerror(number));
}

/// The name of the new folder is durable before a key is made in it.
Done sync(const std::string& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return folder_fails(folder, errno);
    const int failed = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    return failed == 0 ? Done{} : Done(folder_fails(folder, failed));
}

Done make_folder(const std::string& data_folder, const std::string& folder) {
    if (::mkdir(folder.c_str(), 0700) == 0) return sync(data_folder);
    if (errno != EEXIST) return folder_fails(folder, errno);
    struct stat status{};
    if (::lstat(folder.c_str(), &status) != 0) return folder_fails(folder, errno);
    if (!S_ISDIR(status.st_mode)) return folder_fails(folder, ENOTDIR);
    if (status.st_uid == ::geteuid() && (status.st_mode & 077U) == 0) return {};
    return fail(ErrorKind::unavailable, "key-folder",
                "The folder of the keys may be opened by others. Give it to the account that runs this program and set "
                "its mode to 0700.",
                folder);
}

}  // namespace

Keys::Keys(keys::SecretBytes ticket_key, keys::SecretBytes secrets_key, keys::SecretBytes ledger_seed)
    : ticket_key_(std::move(ticket_key)), secrets_key_(std::move(secrets_key)), ledger_seed_(std::move(ledger_seed)) {}

Result<std::unique_ptr<Keys>> Keys::open(const std::string& data_folder) {
    const auto folder = data_folder + "/keys";
    EXEAT_TRY(make_folder(data_folder, folder));
    EXEAT_TAKE(auto ticket_key, keys::load_or_make_key(folder + "/ticket.key", identity::k_ticket_key_bytes));
    EXEAT_TAKE(auto secrets_key, keys::load_or_make_key(folder + "/secrets.key", identity::k_box_key_bytes));
    EXEAT_TAKE(auto ledger_seed, keys::load_or_make_key(folder + "/ledger.key", k_seed_bytes));
    return std::unique_ptr<Keys>(new Keys(std::move(ticket_key), std::move(secrets_key), std::move(ledger_seed)));
}

std::string Keys::ticket_of(DeliveryId delivery) const {
    return identity::ticket_of(ticket_key_.span(), delivery);
}

std::optional<DeliveryId> Keys::read_ticket(std::string_view ticket) const {
    return identity::delivery_of(ticket_key_.span(), ticket);
}

std::string Keys::seal(std::string_view place, std::string_view secret) const {
    return identity::seal(secrets_key_.span(), place, secret);
}

Result<std::string> Keys::unseal(std::string_view place, std::string_view sealed) const {
    return identity::unseal(secrets_key_.span(), place, sealed);
}

}  // namespace exeat::usecases
