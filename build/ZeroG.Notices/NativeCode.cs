namespace ZeroG.Notices;

/// <summary>
/// What is linked into native libraries without their package saying so. Names and holders are as in the sources of these libraries.
/// </summary>
internal static class NativeCode
{
    private static readonly Dictionary<string, string[]> Parts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["RocksDB"] =
        [
            "RocksDB, Apache-2.0, Copyright (c) Meta Platforms, Inc. and affiliates, https://github.com/facebook/rocksdb",
            "LevelDB, BSD-3-Clause, Copyright (c) 2011 The LevelDB Authors, https://github.com/google/leveldb",
            "Snappy, BSD-3-Clause, Copyright 2011, Google Inc., https://github.com/google/snappy",
            "LZ4, BSD-2-Clause, Copyright (c) Yann Collet, https://github.com/lz4/lz4",
            "Zstandard, BSD-3-Clause, Copyright (c) Meta Platforms, Inc. and affiliates, https://github.com/facebook/zstd",
            "zlib, Zlib, Copyright (C) Jean-loup Gailly and Mark Adler, https://zlib.net",
            "bzip2, bzip2-1.0.6, Copyright (C) Julian R Seward, https://sourceware.org/bzip2",
        ],
    };

    public static string[] Of(string package) => Parts.GetValueOrDefault(package, []);
}
