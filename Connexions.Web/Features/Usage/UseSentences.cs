using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Usage;

/// <summary>The resources of <see cref="UseSentences"/>.</summary>
public sealed class UseTexts;

/// <summary>
/// One use through the gateway, and what is counted of uses, in plain words. What was done is said by the call's purpose
/// and by whether it only reads; an operation may have words of its own, under its code.
/// </summary>
public sealed class UseSentences(IStringLocalizer<UseTexts> texts)
{
    private const int Kilo = 1000;

    /// <param name="actor">Who called, as it begins a sentence.</param>
    /// <param name="refusal">The code of the reason, where the gateway refused.</param>
    /// <param name="emails">How many e-mails the call made, where that can be counted.</param>
    /// <param name="isLent">Whether the reader is the network whose key an agency used.</param>
    public string For(string actor, Provider? provider, string operation, UseResult result, string? refusal, int? emails, bool isLent)
    {
        var (name, what) = (provider?.Name ?? "", WhatOf(provider, operation));
        return texts[result.ToString(), actor, isLent ? texts["Lent", name].Value : name, Say("Did", what, emails), Say("Wanted", what, emails), name, Reason(refusal)];
    }

    public string AnAgency => texts["AnAgency"];

    /// <summary>Why the gateway refused, as it ends a sentence.</summary>
    public string Reason(string? code) => texts[$"Reason.{code}"] is { ResourceNotFound: false } found ? found : texts["Reason.Other"];

    public string Size(long bytes) => bytes switch
    {
        < 2 => texts["Bytes.One", bytes],
        < Kilo => texts["Bytes", bytes],
        < Kilo * Kilo => texts["Kilobytes", bytes / (double)Kilo],
        _ => texts["Megabytes", bytes / (double)(Kilo * Kilo)],
    };

    public string Duration(int milliseconds) => milliseconds < Kilo ? texts["Milliseconds", milliseconds] : texts["Seconds", milliseconds / (double)Kilo];

    private string WhatOf(Provider? provider, string code) => provider?.Gateway.Operations.FirstOrDefault(one => one.Code == code) switch
    {
        null => "Unknown",
        _ when !texts[$"Did.{code}"].ResourceNotFound => code,
        var operation => $"{operation.Purpose}.{(operation.Method == "GET" ? "Read" : "Write")}",
    };

    private string Say(string form, string what, int? emails) =>
        emails > 1 && texts[$"{form}.{what}.Many", emails] is { ResourceNotFound: false } many ? many : texts[$"{form}.{what}"];
}
