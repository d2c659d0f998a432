"""Rules of the domain, and of the pages that stand there."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

from config.errors import KeyPath
from config.gaps import certain
from config.model import Environment
from config.model.arns import foreign_account
from config.model.domain import CLASSIC, MANAGED_LOGIN
from config.model.ui_customization import UiCustomization
from config.rules.user_pool import POOL
from config.rules.violation import Violation

MAX_FILE_BYTES = 900_000
"""Of a template's 1 MB, what files may fill: the rest is the rest of the stack's."""


def pages_have_a_domain(environment: Environment) -> Iterator[Violation]:
    """Links and OAuth endpoints live on the user pool's domain.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain.html"""
    if environment.domain:
        return
    option = (*POOL, "verification_message", "default_email_option")
    if environment.user_pool.verification_message.default_email_option == "CONFIRM_WITH_LINK":
        what = "CONFIRM_WITH_LINK needs a domain, and there is none"
        yield Violation(option, what, "set domain.prefix, or use CONFIRM_WITH_CODE")
    for name, client in environment.clients.items():
        with certain:
            if client.oauth:
                what = "needs a domain, and there is none"
                yield Violation(("clients", name, "oauth"), what, "set domain.prefix, or remove oauth")


def domain_has_a_name(environment: Environment) -> Iterator[Violation]:
    """A domain is a prefix of Amazon's, or a name of your own (CreateUserPoolDomain: Domain)."""
    domain = environment.domain
    if domain and not domain.prefix and not domain.custom:
        yield Violation(("domain",), "has neither prefix nor custom", "write prefix, custom, or both")


def domain_prefix_is_not_reserved(environment: Environment) -> Iterator[Violation]:
    """A prefix can't contain aws, amazon or cognito.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html"""
    for word in ("aws", "amazon", "cognito"):
        if environment.domain and environment.domain.prefix and word in environment.domain.prefix:
            yield Violation(
                ("domain", "prefix"),
                f"{environment.domain.prefix!r} contains {word!r}, which AWS reserves",
                "choose a prefix without aws, amazon and cognito",
            )


def custom_domain_has_a_parent(environment: Environment) -> Iterator[Violation]:
    """The domain above a custom one must have an A record, which a top-level domain has not.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-add-custom-domain.html"""
    custom = environment.domain and environment.domain.custom
    if custom and custom.domain.count(".") == 1:
        what = f"{custom.domain!r} lies right below a top-level domain, and Cognito asks for an A record above it"
        yield Violation(("domain", "custom", "domain"), what, f"use a subdomain, such as auth.{custom.domain}")


def certificate_is_the_accounts_own(environment: Environment) -> Iterator[Violation]:
    """CloudFront serves the domain with a certificate of the pool's account (CreateUserPoolDomain: CustomDomainConfig).
    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html"""
    custom = environment.domain and environment.domain.custom
    account = foreign_account(custom.certificate_arn, environment.account) if custom else None
    if account:
        what = f"is in account {account}, and the pool in {environment.account}"
        fix = "name a certificate of the pool's account, in us-east-1"
        yield Violation(("domain", "custom", "certificate_arn"), what, fix)


def managed_login_is_on_where_styled(environment: Environment) -> Iterator[Violation]:
    """Branding and terms show in managed login only (CreateManagedLoginBranding) (CreateTerms), style sheets in the
    classic pages only (SetUICustomization)."""
    if not environment.domain:
        return
    version = environment.domain.managed_login_version
    for path, _ in _looks(environment):
        needed = CLASSIC if path[-1] == "ui_customization" else MANAGED_LOGIN
        if version != needed:
            what = f"shows only where domain.managed_login_version is {needed}"
            yield Violation(path, what, f"set domain.managed_login_version to {needed}, or remove this")


def _looks(environment: Environment) -> Iterator[tuple[KeyPath, Any]]:
    """Each look of pages that is set, with its place."""
    with certain:
        if environment.domain and environment.domain.ui_customization is not None:
            yield ("domain", "ui_customization"), environment.domain.ui_customization
    for name, client in environment.clients.items():
        with certain:
            for key in ("managed_login_branding", "terms", "ui_customization"):
                if getattr(client, key) is not None:
                    yield ("clients", name, key), getattr(client, key)


def styled_clients_have_pages(environment: Environment) -> Iterator[Violation]:
    """Without oauth a client has no pages (CreateUserPoolClient: AllowedOAuthFlowsUserPoolClient)."""
    for path, _ in _looks(environment):
        with certain:
            if path[0] == "clients" and not environment.clients[str(path[1])].oauth:
                yield Violation(path, "is about pages, and this client has none", "add oauth, or remove this")


def terms_have_a_default(environment: Environment) -> Iterator[Violation]:
    """`default` is for all languages without an address of their own (CreateTerms: Links)."""
    for name, client in environment.clients.items():
        for key in ("terms_of_use", "privacy_policy"):
            with certain:
                if client.terms and "default" not in getattr(client.terms, key):
                    what = "lacks default: users of other languages would see no link"
                    yield Violation(("clients", name, "terms", key), what, "add default: <an address>")


def _style_sheets(environment: Environment) -> Iterator[tuple[KeyPath, str]]:
    for path, look in _looks(environment):
        with certain:
            if isinstance(look, UiCustomization):
                yield (*path, "css"), str(look.css)


def logos_are_images(environment: Environment) -> Iterator[Violation]:
    """A PNG or JPEG (SetUICustomization: ImageFile)."""
    for path, look in _looks(environment):
        with certain:
            logo = look.logo if isinstance(look, UiCustomization) else None
            if logo and not logo.content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
                what = f"{logo.path!r} is named like an image, and is none"
                yield Violation((*path, "logo"), what, "name a PNG or a JPEG")


def files_fit_a_template(environment: Environment) -> Iterator[Violation]:
    """What stands in files becomes part of the user pool stack's template, which holds at most 1 MB.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""
    sizes: dict[KeyPath, int] = {}
    for name, client in environment.clients.items():
        branding = client.managed_login_branding
        if branding:
            images = sum(len(base64.b64encode(asset.content)) for asset in branding.assets)
            sizes["clients", name, "managed_login_branding"] = images + len(json.dumps(branding.settings))
    for name, saml in environment.identity_providers.saml.items():
        sizes["identity_providers", "saml", name, "metadata_file"] = len(saml.metadata_file or "")
    sizes |= {path: len(css) for path, css in _style_sheets(environment)}
    total = sum(sizes.values())
    if total > MAX_FILE_BYTES:
        largest = max(sizes, key=lambda path: sizes[path])
        what = f"is the largest of files that need {total:,} bytes of a template, which has {MAX_FILE_BYTES:,} for them"
        yield Violation(largest, what, "use smaller images, or metadata_url")


RULES = (
    pages_have_a_domain,
    domain_has_a_name,
    domain_prefix_is_not_reserved,
    custom_domain_has_a_parent,
    certificate_is_the_accounts_own,
    managed_login_is_on_where_styled,
    styled_clients_have_pages,
    terms_have_a_default,
    logos_are_images,
    files_fit_a_template,
)
