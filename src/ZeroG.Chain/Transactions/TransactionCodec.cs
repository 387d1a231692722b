using System.Numerics;
using ZeroG.Chain.Rlp;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Chain.Transactions;

/// <summary>
/// The wire form of transactions: RLP of the fields in the order of each type's EIP, behind the type's byte unless it is legacy.
/// </summary>
internal static class TransactionCodec
{
    // v of a legacy signature: 27 + parity, or 35 + parity + 2 * chain id (EIP-155).
    private const int UnprotectedBase = 27;
    private const int ProtectedBase = 35;

    private const int SignatureFields = 3;
    private const int MaxNumberBits = 256;

    /// <summary>Encodes for signing (no signature) or for sending.</summary>
    public static byte[] Encode(Transaction tx, Secp256k1Signature? signature)
    {
        Check(tx);
        RlpWriter writer = new();
        writer.StartList();
        WriteFields(writer, tx);
        if (signature is Secp256k1Signature signed)
        {
            writer.Write(tx.Type == TransactionType.Legacy ? LegacyV(tx.ChainId, signed.YParity) : signed.YParity);
            writer.Write(signed.R.TrimStart((byte)0));
            writer.Write(signed.S.TrimStart((byte)0));
        }
        else if (tx is { Type: TransactionType.Legacy, ChainId: ulong chainId })
        {
            writer.Write(chainId);
            writer.Write(0UL);
            writer.Write(0UL);
        }

        writer.EndList();
        byte[] list = writer.ToArray();
        return tx.Type == TransactionType.Legacy ? list : [(byte)tx.Type, .. list];
    }

    /// <summary>Decodes a signed transaction; the signature's numbers are in range, but it is not yet known to be anyone's.</summary>
    /// <exception cref="FormatException">Malformed RLP, an unknown type, or a field outside its range.</exception>
    public static (Transaction Transaction, Secp256k1Signature Signature) Decode(ReadOnlyMemory<byte> raw)
    {
        if (raw.IsEmpty)
        {
            throw new FormatException("A transaction cannot be empty.");
        }

        byte first = raw.Span[0];
        TransactionType type = first switch
        {
            >= RlpItem.ListBase => TransactionType.Legacy,
            >= (byte)TransactionType.AccessList and <= (byte)TransactionType.SetCode => (TransactionType)first,
            _ => throw new FormatException($"Transaction type 0x{first:x2} is not known."),
        };
        RlpItem item = RlpItem.Decode(type == TransactionType.Legacy ? raw : raw[1..]);
        IReadOnlyList<RlpItem> fields = item.ItemsOf(FieldCount(type) + SignatureFields);
        Transaction tx = ReadFields(type, fields);
        int yParity;
        if (type == TransactionType.Legacy)
        {
            (ulong? chainId, yParity) = SplitLegacyV(fields[^3].ToUInt256());
            tx = tx with { ChainId = chainId };
        }
        else
        {
            yParity = fields[^3].ToUInt64() is ulong parity and <= 1
                ? (int)parity
                : throw new FormatException("The y parity of a transaction is 0 or 1.");
        }

        return (tx, new Secp256k1Signature(ToScalar(fields[^2]), ToScalar(fields[^1]), yParity));
    }

    /// <summary>v as legacy transactions and JSON-RPC have it.</summary>
    public static BigInteger LegacyV(ulong? chainId, int yParity) =>
        chainId is ulong id ? (2 * (BigInteger)id) + ProtectedBase + yParity : UnprotectedBase + yParity;

    private static int FieldCount(TransactionType type) => type switch
    {
        TransactionType.Legacy => 6,
        TransactionType.AccessList => 8,
        TransactionType.DynamicFee => 9,
        TransactionType.Blob => 11,
        _ => 10,
    };

    private static void WriteFields(RlpWriter writer, Transaction tx)
    {
        if (tx.Type != TransactionType.Legacy)
        {
            writer.Write(tx.ChainId!.Value);
        }

        writer.Write(tx.Nonce);
        if (tx.Type < TransactionType.DynamicFee)
        {
            writer.Write(tx.GasPrice);
        }
        else
        {
            writer.Write(tx.MaxPriorityFeePerGas);
            writer.Write(tx.MaxFeePerGas);
        }

        writer.Write(tx.GasLimit);
        writer.Write(tx.To is Address to ? to.ToArray() : []);
        writer.Write(tx.Value);
        writer.Write(tx.Data.Span);
        if (tx.Type != TransactionType.Legacy)
        {
            WriteAccessList(writer, tx.AccessList);
        }

        if (tx.Type == TransactionType.Blob)
        {
            writer.Write(tx.MaxFeePerBlobGas);
            WriteHashes(writer, tx.BlobVersionedHashes);
        }
        else if (tx.Type == TransactionType.SetCode)
        {
            WriteAuthorizations(writer, tx.AuthorizationList);
        }
    }

    private static Transaction ReadFields(TransactionType type, IReadOnlyList<RlpItem> fields)
    {
        int i = 0;
        bool legacy = type == TransactionType.Legacy;
        bool dynamicFee = type >= TransactionType.DynamicFee;
        Transaction tx = new()
        {
            Type = type,
            ChainId = legacy ? null : fields[i++].ToUInt64(),
            Nonce = fields[i++].ToUInt64(),
            GasPrice = dynamicFee ? 0 : fields[i++].ToUInt256(),
            MaxPriorityFeePerGas = dynamicFee ? fields[i++].ToUInt256() : 0,
            MaxFeePerGas = dynamicFee ? fields[i++].ToUInt256() : 0,
            GasLimit = fields[i++].ToUInt64(),
            To = ReadRecipient(fields[i++]),
            Value = fields[i++].ToUInt256(),
            Data = fields[i++].Bytes,
            AccessList = legacy ? [] : ReadAccessList(fields[i++]),
            MaxFeePerBlobGas = type == TransactionType.Blob ? fields[i++].ToUInt256() : 0,
            BlobVersionedHashes = type == TransactionType.Blob ? ReadHashes(fields[i++]) : [],
            AuthorizationList = type == TransactionType.SetCode ? [.. fields[i++].Items.Select(ReadAuthorization)] : [],
        };
        try
        {
            Check(tx);
            return tx;
        }
        catch (ArgumentException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static void Check(Transaction tx)
    {
        if (tx.Type > TransactionType.SetCode)
        {
            throw new ArgumentException($"Transaction type {(byte)tx.Type} is not known.");
        }

        if (tx.Type != TransactionType.Legacy && tx.ChainId is null)
        {
            throw new ArgumentException($"A transaction of type {(byte)tx.Type} needs a chain id.");
        }

        if (tx.Nonce == ulong.MaxValue)
        {
            throw new ArgumentException("The nonce of a transaction is at most 2^64 - 2 (EIP-2681).");
        }

        if (tx.Type >= TransactionType.Blob && tx.To is null)
        {
            throw new ArgumentException($"A transaction of type {(byte)tx.Type} cannot create a contract.");
        }

        ReadOnlySpan<BigInteger> numbers = [tx.Value, tx.GasPrice, tx.MaxFeePerGas, tx.MaxPriorityFeePerGas, tx.MaxFeePerBlobGas];
        foreach (BigInteger number in numbers)
        {
            if (number.Sign < 0 || number.GetBitLength() > MaxNumberBits)
            {
                throw new ArgumentException("Value and fees of a transaction are from 0 to 2^256 - 1.");
            }
        }
    }

    private static Address? ReadRecipient(RlpItem item) => item.Bytes.IsEmpty ? null : item.ToAddress();

    private static void WriteAccessList(RlpWriter writer, IReadOnlyList<AccessListEntry> entries)
    {
        writer.StartList();
        foreach (AccessListEntry entry in entries)
        {
            writer.StartList();
            writer.Write(entry.Address.Bytes);
            WriteHashes(writer, entry.StorageKeys);
            writer.EndList();
        }

        writer.EndList();
    }

    private static AccessListEntry[] ReadAccessList(RlpItem item) =>
        [.. item.Items.Select(entry => entry.ItemsOf(2)).Select(pair => new AccessListEntry(pair[0].ToAddress(), ReadHashes(pair[1])))];

    private static Hash256[] ReadHashes(RlpItem item) => [.. item.Items.Select(hash => hash.ToHash())];

    private static void WriteHashes(RlpWriter writer, IReadOnlyList<Hash256> hashes)
    {
        writer.StartList();
        foreach (Hash256 hash in hashes)
        {
            writer.Write(hash.Bytes);
        }

        writer.EndList();
    }

    private static void WriteAuthorizations(RlpWriter writer, IReadOnlyList<Authorization> authorizations)
    {
        writer.StartList();
        foreach (Authorization authorization in authorizations)
        {
            writer.StartList();
            writer.Write(authorization.ChainId);
            writer.Write(authorization.Address.Bytes);
            writer.Write(authorization.Nonce);
            writer.Write((ulong)authorization.YParity);
            writer.Write(authorization.R);
            writer.Write(authorization.S);
            writer.EndList();
        }

        writer.EndList();
    }

    private static Authorization ReadAuthorization(RlpItem item)
    {
        IReadOnlyList<RlpItem> fields = item.ItemsOf(6);
        return fields[3].ToUInt64() is ulong parity and <= byte.MaxValue
            ? new Authorization(
                ChainId: fields[0].ToUInt256(),
                Address: fields[1].ToAddress(),
                Nonce: fields[2].ToUInt64(),
                YParity: (byte)parity,
                R: fields[4].ToUInt256(),
                S: fields[5].ToUInt256())
            : throw new FormatException("The y parity of an authorization is one byte.");
    }

    private static (ulong? ChainId, int YParity) SplitLegacyV(BigInteger v)
    {
        if (v == UnprotectedBase || v == UnprotectedBase + 1)
        {
            return (null, (int)(v - UnprotectedBase));
        }

        BigInteger chainId = (v - ProtectedBase) >> 1;
        return v >= ProtectedBase && chainId <= ulong.MaxValue
            ? ((ulong)chainId, (int)((v - ProtectedBase) & 1))
            : throw new FormatException("v of a legacy transaction is 27, 28 or from 35 on.");
    }

    private static byte[] ToScalar(RlpItem item)
    {
        byte[] scalar = new byte[Secp256k1Signature.ScalarSize];
        byte[] digits = item.ToUInt256().ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(scalar, scalar.Length - digits.Length);
        return scalar;
    }
}
