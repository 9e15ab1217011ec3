// A file without a name that holds some bytes, open for reading only, as a blob is. Nothing that is shipped includes
// it.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <string_view>

namespace exeat::media::testing {

class ScratchFile {
public:
    explicit ScratchFile(std::string_view bytes) {
        const int made = memfd_create("scratch", MFD_CLOEXEC);
        while (!bytes.empty()) {
            const auto written = write(made, bytes.data(), bytes.size());
            if (written <= 0) throw std::runtime_error("cannot write a scratch file");
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        const auto path = "/proc/self/fd/" + std::to_string(made);
        descriptor_ = open(path.c_str(), O_RDONLY | O_CLOEXEC);
        close(made);
    }
    ~ScratchFile() { close(descriptor_); }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    [[nodiscard]] int descriptor() const { return descriptor_; }

private:
    int descriptor_ = -1;
};

}  // namespace exeat::media::testing
