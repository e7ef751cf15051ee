#include "core/base/progress.hpp"

namespace lode {

Progress& Progress::none() {
    class Silent final : public Progress {
     public:
        void report(const ProgressState&) override {}
    };
    static Silent g_silent;
    return g_silent;
}

}  // namespace lode
