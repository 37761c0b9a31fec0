;; Sums over weights that go by (see kernel.ts), two doubles at a time. Offsets and counts come in doubles and are turned into
;; bytes at the door. Compiled by scripts/kernel.mjs.
(module
  (memory (export "memory") 1)

  ;; Four sums at a time, then what is left one by one.
  (func (export "square") (param $x i32) (param $n i32) (result f64)
    (local $end i32) (local $fours i32) (local $v v128) (local $w v128) (local $a v128) (local $b v128) (local $sum f64) (local $y f64)
    (local.set $x (i32.shl (local.get $x) (i32.const 3)))
    (local.set $end (i32.add (local.get $x) (i32.shl (local.get $n) (i32.const 3))))
    (local.set $fours (i32.add (local.get $x) (i32.shl (i32.and (local.get $n) (i32.const -4)) (i32.const 3))))
    (block $few
      (br_if $few (i32.ge_u (local.get $x) (local.get $fours)))
      (loop $next
        (local.set $v (v128.load (local.get $x)))
        (local.set $w (v128.load offset=16 (local.get $x)))
        (local.set $a (f64x2.add (local.get $a) (f64x2.mul (local.get $v) (local.get $v))))
        (local.set $b (f64x2.add (local.get $b) (f64x2.mul (local.get $w) (local.get $w))))
        (br_if $next (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 32))) (local.get $fours)))))
    (local.set $a (f64x2.add (local.get $a) (local.get $b)))
    (local.set $sum (f64.add (f64x2.extract_lane 0 (local.get $a)) (f64x2.extract_lane 1 (local.get $a))))
    (block $done
      (br_if $done (i32.ge_u (local.get $x) (local.get $end)))
      (loop $one
        (local.set $y (f64.load (local.get $x)))
        (local.set $sum (f64.add (local.get $sum) (f64.mul (local.get $y) (local.get $y))))
        (br_if $one (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 8))) (local.get $end)))))
    (local.get $sum))

  ;; [to] += x . x,  [to + 1] += x . b
  (func (export "along") (param $x i32) (param $n i32) (param $q i32) (param $to i32)
    (local $end i32) (local $fours i32) (local $v v128) (local $w v128) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $sum f64) (local $dot f64) (local $y f64)
    (local.set $x (i32.shl (local.get $x) (i32.const 3)))
    (local.set $q (i32.shl (local.get $q) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (local.set $end (i32.add (local.get $x) (i32.shl (local.get $n) (i32.const 3))))
    (local.set $fours (i32.add (local.get $x) (i32.shl (i32.and (local.get $n) (i32.const -4)) (i32.const 3))))
    (block $few
      (br_if $few (i32.ge_u (local.get $x) (local.get $fours)))
      (loop $next
        (local.set $v (v128.load (local.get $x)))
        (local.set $w (v128.load offset=16 (local.get $x)))
        (local.set $a (f64x2.add (local.get $a) (f64x2.mul (local.get $v) (local.get $v))))
        (local.set $b (f64x2.add (local.get $b) (f64x2.mul (local.get $w) (local.get $w))))
        (local.set $c (f64x2.add (local.get $c) (f64x2.mul (local.get $v) (v128.load (local.get $q)))))
        (local.set $d (f64x2.add (local.get $d) (f64x2.mul (local.get $w) (v128.load offset=16 (local.get $q)))))
        (local.set $q (i32.add (local.get $q) (i32.const 32)))
        (br_if $next (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 32))) (local.get $fours)))))
    (local.set $a (f64x2.add (local.get $a) (local.get $b)))
    (local.set $c (f64x2.add (local.get $c) (local.get $d)))
    (local.set $sum (f64.add (f64x2.extract_lane 0 (local.get $a)) (f64x2.extract_lane 1 (local.get $a))))
    (local.set $dot (f64.add (f64x2.extract_lane 0 (local.get $c)) (f64x2.extract_lane 1 (local.get $c))))
    (block $done
      (br_if $done (i32.ge_u (local.get $x) (local.get $end)))
      (loop $one
        (local.set $y (f64.load (local.get $x)))
        (local.set $sum (f64.add (local.get $sum) (f64.mul (local.get $y) (local.get $y))))
        (local.set $dot (f64.add (local.get $dot) (f64.mul (local.get $y) (f64.load (local.get $q)))))
        (local.set $q (i32.add (local.get $q) (i32.const 8)))
        (br_if $one (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 8))) (local.get $end)))))
    (f64.store (local.get $to) (f64.add (f64.load (local.get $to)) (local.get $sum)))
    (f64.store offset=8 (local.get $to) (f64.add (f64.load offset=8 (local.get $to)) (local.get $dot))))

  ;; s_l += x_l x_l,  p_l += factor x_l
  (func (export "across") (param $x i32) (param $n i32) (param $s i32) (param $p i32) (param $factor f64)
    (local $end i32) (local $twos i32) (local $v v128) (local $f v128) (local $y f64)
    (local.set $x (i32.shl (local.get $x) (i32.const 3)))
    (local.set $s (i32.shl (local.get $s) (i32.const 3)))
    (local.set $p (i32.shl (local.get $p) (i32.const 3)))
    (local.set $end (i32.add (local.get $x) (i32.shl (local.get $n) (i32.const 3))))
    (local.set $twos (i32.add (local.get $x) (i32.shl (i32.and (local.get $n) (i32.const -2)) (i32.const 3))))
    (local.set $f (f64x2.splat (local.get $factor)))
    (block $few
      (br_if $few (i32.ge_u (local.get $x) (local.get $twos)))
      (loop $next
        (local.set $v (v128.load (local.get $x)))
        (v128.store (local.get $s) (f64x2.add (v128.load (local.get $s)) (f64x2.mul (local.get $v) (local.get $v))))
        (v128.store (local.get $p) (f64x2.add (v128.load (local.get $p)) (f64x2.mul (local.get $v) (local.get $f))))
        (local.set $s (i32.add (local.get $s) (i32.const 16)))
        (local.set $p (i32.add (local.get $p) (i32.const 16)))
        (br_if $next (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 16))) (local.get $twos)))))
    (block $done
      (br_if $done (i32.ge_u (local.get $x) (local.get $end)))
      (local.set $y (f64.load (local.get $x)))
      (f64.store (local.get $s) (f64.add (f64.load (local.get $s)) (f64.mul (local.get $y) (local.get $y))))
      (f64.store (local.get $p) (f64.add (f64.load (local.get $p)) (f64.mul (local.get $y) (local.get $factor)))))))
