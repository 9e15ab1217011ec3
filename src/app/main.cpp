// The program: reads the command line, and runs a command here or in the server of its folder.
#include <sodium.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <iterator>
#include <thread>

#include "app/command_line.h"
#include "app/commands.h"
#include "app/operator_socket.h"
#include "app/policy_eval/policy_eval.h"
#include "app/serve.h"
#include "app/site.h"
#include "app/version.h"

namespace exeat::app {
namespace {

/// Standard output and error of this process; progress is a bar on a terminal.
class TerminalConsole : public Console {
public:
    void say(std::string_view line) override {
        clear_bar();
        std::cout << line << '\n' << std::flush;
    }
    void complain(std::string_view line) override {
        clear_bar();
        std::cerr << line << '\n';
    }
    void progress(std::int64_t done, std::int64_t total, std::string_view what) override {
        if (::isatty(STDERR_FILENO) == 0) return;
        constexpr std::int64_t k_width = 30;
        const auto filled = total > 0 ? std::min(done * k_width / total, k_width) : 0;
        std::cerr << "\r\x1b[K[" << std::string(static_cast<std::size_t>(filled), '#')
                  << std::string(static_cast<std::size_t>(k_width - filled), '.') << "] " << done << " of " << total
                  << "  " << what << std::flush;
        bar_ = true;
    }

private:
    void clear_bar() {
        if (bar_) std::cerr << "\r\x1b[K";
        bar_ = false;
    }
    bool bar_ = false;
};

int run_on_folder(const Call& call, Console& console) {
    const auto folder = call.option("data");
    if (!folder) {
        console.complain("exeat: say where the data is: --data DIR");
        return k_wrong_use;
    }
    if (call.command != "init" && !std::filesystem::is_directory(*folder)) {
        console.complain("exeat: There is no data folder at " + *folder +
                         ". Check the path; `exeat init` and `exeat serve` make a new one.");
        return k_failed;
    }
    const auto socket = std::filesystem::absolute(*folder).lexically_normal().string() + "/exeat.sock";
    if (const auto code = call_server(socket, call, console)) return *code;
    auto options = serve_options(call);
    if (!options) return complain(console, options.error());
    const auto sink = telemetry::stderr_sink();
    auto site = Site::open(*options, *sink);
    if (!site) return complain(console, site.error());
    return run_on_site((*site)->house(), call, console);
}

int run(Call call, Console& console) {
    if (call.command == "version") {
        console.say(std::string("exeat ") + std::string(k_version));
        return k_done;
    }
    if (call.command == "policy eval") {
        std::ios::sync_with_stdio(false);
        return policy_eval::run_policy_eval(std::cin, std::cout, std::cerr,
                                            std::max(1U, std::thread::hardware_concurrency()));
    }
    if (call.command == "serve") return serve(call, console);
    if (call.command == "restore") return run_restore(call, console);
    if (call.has("password-stdin")) {
        call.input.assign(std::istreambuf_iterator<char>(std::cin), {});
        while (call.input.ends_with('\n') || call.input.ends_with('\r')) call.input.pop_back();
    }
    return run_on_folder(call, console);
}

}  // namespace
}  // namespace exeat::app

int main(int count, char** arguments) {
    using namespace exeat::app;
    TerminalConsole console;
    if (sodium_init() < 0) {
        console.complain("exeat: the random source of this machine cannot be used");
        return k_failed;
    }
    auto read = read_command_line(count, arguments);
    if (!read.call) return read.exit_code;
    return run(std::move(*read.call), console);
}
