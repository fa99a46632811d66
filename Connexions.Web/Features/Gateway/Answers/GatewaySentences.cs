using Connexions.Domain.Gateway;
using Connexions.Domain.Results;
using Connexions.Web.Features.Gateway.Limits;
using Connexions.Web.Shared.Words;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Gateway.Answers;

/// <summary>Why the gateway does not pass a call on, as a sentence; people and tools read the same.</summary>
internal sealed class GatewaySentences(IStringLocalizer<ErrorTexts> errors, IStringLocalizer<PurposeTexts> purposes, IStringLocalizer<GatewayProblems> words)
{
    public string For(Error error) => errors[error.Code, [.. error.Arguments.Select(Say)]];

    private object Say(object argument) => argument switch
    {
        Purposes purpose => purposes[$"{purpose}.Name"].Value,
        AddressMistake mistake => words[$"Mistake.{mistake}"].Value,
        QuotaKind kind => words[$"Quota.{kind}"].Value,
        _ => argument,
    };
}
