// The process of exeat-media as its parent holds it: started with nothing, spoken to over a socket, killed when it is
// let go; its decoders die with it. Only for decoder.cpp.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <string_view>

#include "core/vocabulary/error.h"

namespace exeat::media {

/// A descriptor that is closed with its owner.
class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_(number) {}
    ~Descriptor();
    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&& other) noexcept;
    [[nodiscard]] int number() const { return number_; }
    void close();

private:
    int number_;
};

struct DescriptorPair {
    Descriptor ours;
    Descriptor theirs;
};
/// Two ends of a socket that keeps messages apart; a pipe that `ours` reads from. Errors: unavailable.
[[nodiscard]] Result<DescriptorPair> socket_pair();
[[nodiscard]] Result<DescriptorPair> answer_pipe();

class Zygote {
public:
    /// Errors: unavailable "no-decoder".
    [[nodiscard]] static Result<std::shared_ptr<Zygote>> start(const std::string& program);
    ~Zygote();
    Zygote(const Zygote&) = delete;
    Zygote& operator=(const Zygote&) = delete;

    /// Sends a request with its three descriptors. False: the process is gone.
    [[nodiscard]] bool send(std::string_view frame, int status, int answer, int file) const;
    [[nodiscard]] pid_t process() const { return process_; }

private:
    Zygote(pid_t process, Descriptor control) : process_(process), control_(std::move(control)) {}

    pid_t process_;
    Descriptor control_;
};

}  // namespace exeat::media
