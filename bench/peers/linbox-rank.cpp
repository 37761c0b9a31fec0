// Peer: rank of a random n x n matrix over GF(p) by LinBox's dense elimination, one thread. Prints rank and seconds.
//   g++ -O3 -march=native -o linbox-rank linbox-rank.cpp -llinbox -lfflas -lffpack -lgivaro -lgmpxx -lgmp -lopenblas   (see bench/README.md)
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <givaro/modular.h>
#include <fflas-ffpack/ffpack/ffpack.h>
#include <fflas-ffpack/fflas-ffpack.h>

int main(int argc, char** argv) {
  const size_t n = argc > 1 ? atoi(argv[1]) : 2000;
  const int p = argc > 2 ? atoi(argv[2]) : 4194301;
  typedef Givaro::Modular<double> Field;
  Field field(p);
  Field::Element_ptr a = FFLAS::fflas_new(field, n, n);
  srand(1);
  for (size_t i = 0; i < n * n; i++) field.init(a[i], rand() % p);
  const auto start = std::chrono::steady_clock::now();
  const size_t rank = FFPACK::Rank(field, n, n, a, n);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::printf("%zu %.4f\n", rank, seconds);
  FFLAS::fflas_delete(a);
  return 0;
}
