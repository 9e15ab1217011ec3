#include "platform/http/connection.h"

namespace exeat::http {

Task<bool> Connection::send_stream(std::string_view head, Stream& stream) {
    stream.arm([self = weak_from_this(), executor = thread_.executor(), number = transfers_] {
        boost::asio::post(executor, [self, number] {
            const auto connection = self.lock();
            if (connection && connection->transfers_ == number) connection->wake_stream();
        });
    });
    bool goes_on = co_await send_bytes(head, {}, More::no);
    while (goes_on) {
        const auto text = stream.take();
        if (!text) break;
        if (!text->empty()) {
            goes_on = co_await send_bytes({}, *text, More::no);
            continue;
        }
        stop_clock();
        // Whoever pushes ends this wait; so does the client, who has nothing more to say here.
        stream_waits_ = true;
        const bool client_moved = co_await wait(boost::asio::socket_base::wait_read);
        stream_waits_ = false;
        goes_on = !client_moved && !is_cut();
    }
    stream.disarm();
    co_return goes_on;
}

void Connection::wake_stream() {
    if (!stream_waits_) return;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

}  // namespace exeat::http
