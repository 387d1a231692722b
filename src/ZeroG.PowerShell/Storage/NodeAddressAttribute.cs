using System.Management.Automation;
using ZeroG.Nodes;
using ZeroG.Storage.Nodes;

namespace ZeroG.PowerShell.Storage;

/// <summary>Takes addresses of nodes as URIs, as text, or as objects of nodes, which tell theirs, also after Import-Csv.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NodeAddressAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Unwrap(inputData) switch
    {
        object?[] several => Array.ConvertAll(several, one => Address(Unwrap(one))),
        IEnumerable<Uri> several => several.ToArray(),
        var one => Address(one),
    };

    private static Uri Address(object? one) => one switch
    {
        NodeHealth health => health.Uri,
        INode { Uri: { } listening } => listening,
        INode node => throw new ArgumentTransformationMetadataException(
            $"Node '{node.Name}' is {node.State} and has no address. Start it first."),
        Uri { IsAbsoluteUri: true } uri when IsHttp(uri) => uri,
        string text when Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && IsHttp(uri) => uri,
        PSObject line when line.Properties["Uri"]?.Value is { } told => Address(Unwrap(told)),
        _ => throw new ArgumentTransformationMetadataException(
            $"'{one}' is no address of a node. Write it as http://127.0.0.1:5678, or pass a node object."),
    };

    private static bool IsHttp(Uri uri) => uri.Scheme is "http" or "https";

    private static object? Unwrap(object? item) => item is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : item;
}
